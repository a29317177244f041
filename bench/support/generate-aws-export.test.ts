import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { detectFormat } from '#lib/systems/imports/detect-format.ts'
import type { ImportSummary } from '#lib/systems/imports/import-format.ts'
import { generateAwsExport } from './generate-aws-export.ts'

const folder = mkdtempSync(join(tmpdir(), 'tenure-export-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function digestOf(seed: number): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of generateAwsExport({ users: 300, seed })) hash.update(chunk)
  return hash.digest('hex')
}

describe('a generated AWS export', () => {
  it('is the same for the same size and seed', async () => {
    expect(await digestOf(1)).toBe(await digestOf(1))
    expect(await digestOf(2)).not.toBe(await digestOf(1))
  })

  it('is an export, of the size that was asked for', async () => {
    const { format, bytes } = await detectFormat(generateAwsExport({ users: 300, roles: 20, groups: 5, policies: 7 }))
    let summary: ImportSummary | null = null
    let privileged = 0
    for await (const batch of format.parse(bytes, { now: new Date('2026-11-22T12:00:00Z'), onSummary: (found) => (summary = found) })) {
      for (const record of batch) if (record.type === 'identity' && record.privileged) privileged += 1
    }
    expect(summary).toMatchObject({ counts: { users: 300, groups: 5, roles: 20, policies: 7 } })
    expect(privileged).toBe(2)
  }, 30_000)

  it('of 16 MB is read in a heap of 48 MB: the file is never held', async () => {
    const path = join(folder, 'export.json')
    await pipeline(generateAwsExport({ users: 10_000 }), createWriteStream(path))
    expect(statSync(path).size).toBeGreaterThan(16_000_000)
    const script = `
      import { createReadStream } from 'node:fs'
      const { detectFormat } = await import(${JSON.stringify(new URL('../../lib/systems/imports/detect-format.ts', import.meta.url).href)})
      const { format, bytes } = await detectFormat(createReadStream(${JSON.stringify(path)}))
      let identities = 0
      for await (const batch of format.parse(bytes, { now: new Date(0) })) for (const record of batch) if (record.type === 'identity') identities += 1
      console.log(identities)`
    const read = spawnSync(process.execPath, ['--max-old-space-size=48', '--import', 'tsx', '--input-type=module', '-e', script], { encoding: 'utf8' })
    expect(read.stderr).toBe('')
    expect(read.stdout.trim()).toBe('11000')
  }, 120_000)
})
