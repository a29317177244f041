import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DiscoveredRecord } from '../../discovered.ts'
import { ofType } from './read-all.ts'

const SCRIPTS = fileURLToPath(new URL('../../../../scripts/counts/', import.meta.url))

/** Exports of real systems that are laid beside the checkout; tests that need them are skipped where they are not. */
export const REAL_EXPORTS = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url))
export const PYTHON_IS_HERE = spawnSync('python3', ['--version']).status === 0

/** What a script of `scripts/counts/`, which shares no code with the product, counts in a file. */
export function countIndependently(script: string, content: string): Record<string, number> {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-count-'))
  try {
    const file = join(folder, 'export')
    writeFileSync(file, content)
    const counts: Record<string, number> = JSON.parse(execFileSync('python3', [SCRIPTS + script, file], { encoding: 'utf8' }))
    return counts
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** How many identities of each kind the records hold, and how many entitlements. */
export function countRecords(records: readonly DiscoveredRecord[]): Record<string, number> {
  const counts: Record<string, number> = { entitlements: ofType(records, 'entitlement').length }
  for (const { attributes } of ofType(records, 'identity')) {
    const kind = typeof attributes['kind'] === 'string' ? attributes['kind'] : 'none'
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}

/** The counts that are not nought: a script names every kind, records only those that they have. */
export function nonZero(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0))
}
