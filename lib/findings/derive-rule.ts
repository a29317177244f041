import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import type { FindingRule, FindingScope } from './detect/detection.ts'
import { newFindingId } from './new-finding-id.ts'
import { SEVERITIES, SEVERITY_FROM } from './rules.ts'

const { sql } = Prisma

/** What one rule's derivation did. `reopened`: closed before, or the end of an acceptance or snooze passed, or it became worse than what was accepted. */
export type RuleTally = { opened: number; reopened: number; changed: number; closed: number }

const SEVERITY = sql`CASE ${Prisma.join(
  SEVERITIES.map((severity) => sql`WHEN s.score >= ${SEVERITY_FROM[severity]}::int THEN ${severity}::text`),
  ' ',
)} END`
const FACTS = sql`identity_id, credential_id, exposure_id, system_id, boundary_id, severity, score, arithmetic, evidence`

/**
 * Derives one rule within a scope, in one statement over sets: what is new is opened, what is gone closed, what came back opened again; a finding that is
 * as it was is not written. What people decided stays until its end, unless the matter became worse. Null when the scope does not concern the rule.
 */
export async function deriveRule(tx: Tx, rule: FindingRule, scope: FindingScope, now: Date): Promise<RuleTally | null> {
  const read = async <Row>(statement: Prisma.Sql) => tx.$queryRaw<Row[]>(statement)
  const detection = await rule.detect({ scope, now, read })
  if (!detection) return null
  const at = sql`${now}::timestamptz`
  const again = sql`(f.state = 'closed' OR (f.state IN ('accepted', 'snoozed') AND (f.until <= ${at} OR (excluded.severity <> f.severity AND excluded.score > f.score))))`
  const kept = (column: Prisma.Sql) => sql`CASE WHEN ${again} THEN NULL ELSE ${column} END`
  const [tally] = await tx.$queryRaw<RuleTally[]>(sql`
    WITH breaches AS MATERIALIZED (
      SELECT s.*, ${SEVERITY} AS severity FROM (${detection.breaches}) s
    ), fresh AS MATERIALIZED (
      SELECT s.*, f.state, f.until <= ${at} OR (s.severity <> f.severity AND s.score > f.score) AS over
        FROM breaches s LEFT JOIN finding f ON f.rule = ${rule.name} AND f.subject_key = s.subject_key
       WHERE f.id IS NULL OR f.state = 'closed' OR (f.state <> 'open' AND f.until <= ${at})
          OR (f.score, f.identity_id, f.credential_id, f.exposure_id, f.system_id, f.boundary_id, f.arithmetic, f.evidence)
             IS DISTINCT FROM (s.score, s.identity_id, s.credential_id, s.exposure_id, s.system_id, s.boundary_id, s.arithmetic, s.evidence)
    ), written AS (
      INSERT INTO finding AS f (id, rule, subject_key, ${FACTS}, state, opened_at)
      SELECT ${newFindingId(sql`row_number() OVER (ORDER BY subject_key)`)}, ${rule.name}, subject_key, ${FACTS}, 'open', ${at} FROM fresh ORDER BY subject_key
      ON CONFLICT (rule, subject_key) DO UPDATE SET
        identity_id = excluded.identity_id, credential_id = excluded.credential_id, exposure_id = excluded.exposure_id, system_id = excluded.system_id, boundary_id = excluded.boundary_id,
        severity = excluded.severity, score = excluded.score, arithmetic = excluded.arithmetic, evidence = excluded.evidence,
        state = CASE WHEN ${again} THEN 'open' ELSE f.state END, opened_at = CASE WHEN f.state = 'closed' THEN excluded.opened_at ELSE f.opened_at END, closed_at = NULL,
        until = ${kept(sql`f.until`)}, reason = ${kept(sql`f.reason`)}, decided_by = ${kept(sql`f.decided_by`)}
    ), gone AS (
      UPDATE finding f SET state = 'closed', closed_at = ${at}, until = NULL, reason = NULL, decided_by = NULL
       WHERE f.rule = ${rule.name} AND f.state IN ('open', 'accepted', 'snoozed') AND (${detection.within}) AND NOT EXISTS (SELECT 1 FROM breaches s WHERE s.subject_key = f.subject_key)
      RETURNING 1
    )
    SELECT (count(*) FILTER (WHERE state IS NULL))::int AS opened, (count(*) FILTER (WHERE state = 'closed' OR (state IN ('accepted', 'snoozed') AND over)))::int AS reopened,
           (count(*) FILTER (WHERE state = 'open' OR (state IN ('accepted', 'snoozed') AND over IS NOT TRUE)))::int AS changed, (SELECT count(*) FROM gone)::int AS closed FROM fresh`)
  return tally ?? { opened: 0, reopened: 0, changed: 0, closed: 0 }
}
