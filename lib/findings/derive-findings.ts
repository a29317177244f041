import { command } from '#lib/command/command.ts'
import { HOUR } from '#lib/core/time.ts'
import type { Tx } from '#lib/db/client.ts'
import { FINDING_RULES } from './detect/all-rules.ts'
import type { FindingScope } from './detect/detection.ts'
import { deriveRule, type RuleTally } from './derive-rule.ts'
import { RULE_NAMES, type RuleName } from './rules.ts'
import { DeriveFindings } from './schemas.ts'

export type DeriveCounts = Partial<Record<RuleName, RuleTally>>

/**
 * Derives findings anew for everything, for one system, for some identities or for the boundary matrix. One audit entry per run with what it did; a run
 * that changed nothing leaves one only when it looked at everything. What is smaller than everything waits while everything is derived, so that no older view of the
 * register overwrites a newer one.
 */
export const deriveFindings = command({
  permission: 'findings.derive',
  input: DeriveFindings,
  timeoutMs: 6 * HOUR,
  async run({ tx, now }, scope): Promise<{ output: DeriveCounts; changes: { entity: string; id: string; before: null; after: Record<string, unknown> }[] }> {
    const counts = await deriveAll(tx, scope, now)
    const changed = Object.values(counts).some((tally) => Object.values(tally).some((count) => count > 0))
    if (!changed && !('all' in scope)) return { output: counts, changes: [] }
    return { output: counts, changes: [{ entity: 'findings', id: scopeKey(scope), before: null, after: counts }] }
  },
})

async function deriveAll(tx: Tx, asked: FindingScope, now: Date): Promise<DeriveCounts> {
  const alone = 'all' in asked || 'systemId' in asked
  // Sets of a million rows are sorted and hashed in memory, not on disk.
  if (alone) await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('findings.derive', 0)), set_config('work_mem', '64MB', true)`
  else await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtextextended('findings.derive', 0))`
  const scope = 'identityIds' in asked ? { identityIds: await withViews(tx, asked.identityIds) } : asked
  const counts: DeriveCounts = {}
  for (const name of RULE_NAMES) {
    const tally = await deriveRule(tx, FINDING_RULES[name], scope, now)
    if (tally) counts[name] = tally
  }
  return counts
}

/** Some identities, those that they are views of, and the views of these: what a view shows is found on the other one, so neither is derived without the other. */
async function withViews(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH whole AS (SELECT DISTINCT coalesce(merged_into_id, id) AS id FROM identity WHERE id = ANY(${[...ids]}::text[]))
    SELECT id FROM whole UNION SELECT v.id FROM whole JOIN identity v ON v.merged_into_id = whole.id`
  return rows.map(({ id }) => id)
}

/** What the audit log calls a run: of everything, of a system, of identities, of the matrix. */
export function scopeKey(scope: FindingScope): string {
  if ('all' in scope) return 'all'
  if ('systemId' in scope) return scope.systemId
  return 'boundaries' in scope ? 'boundaries' : 'identities'
}
