import type { Pool } from '#lib/db/pool.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { changesInWords, type HistoryItem } from '../history.rules.ts'

const { sql } = Prisma
const LIMIT = 100

type Step = {
  id: string
  at: Date
  who: string
  action: string
  reason: string | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

/** What people did, from the audit log, and what discovery found changed, from the row's own versions: newest first, up to a hundred of each. */
export async function identityHistory(pool: Pool, id: string): Promise<HistoryItem[]> {
  const [audited, discovered] = await Promise.all([pool.query<Step>(auditedSteps(id)), pool.query<Step>(discoveredSteps(id))])
  const steps = [...audited.rows, ...discovered.rows].toSorted((one, other) => other.at.getTime() - one.at.getTime())
  const people = await namesOf(pool, steps)
  return steps.map(({ before, after, ...step }) => ({ ...step, changes: changesInWords(before, after, people) }))
}

const auditedSteps = (id: string) => sql`
  SELECT a.id, a.at, a.actor_name AS who, a.action, a.reason, a.before, a.after FROM audit_entry a
   WHERE a.entity = 'identity' AND a.entity_id = ${id} ORDER BY a.at DESC, a.id DESC LIMIT ${LIMIT}`

/** Versions between which something changed that only a source says. Most differ in nothing but when it was last seen. */
const discoveredSteps = (id: string) => sql`
  WITH versions AS (
    SELECT h.valid_from AS at, h.row FROM identity_history h WHERE h.row_id = ${id}
    UNION ALL SELECT i.valid_from, to_jsonb(i) FROM identity i WHERE i.id = ${id}
  ), facts AS (
    SELECT at, jsonb_build_object('name', row->'name', 'class', row->'class', 'enabled', row->'enabled', 'privileged', row->'privileged',
                                  'sourceExpiresAt', row->'source_expires_at', 'vanishedAt', row->'vanished_at') AS now FROM versions
  ), steps AS (
    SELECT at, lag(now) OVER (ORDER BY at) AS before, now AS after FROM facts
  )
  SELECT 'discovery:' || extract(epoch FROM at) AS id, at, 'Discovery' AS who, 'discovery' AS action, NULL AS reason, before, after
    FROM steps WHERE before IS NOT NULL AND before <> after ORDER BY at DESC LIMIT ${LIMIT}`

async function namesOf(pool: Pool, steps: readonly Step[]): Promise<Map<string, string>> {
  const named = (values: Record<string, unknown> | null) => [values?.['ownerId'], values?.['sponsorId'], values?.['teamId'], values?.['backupIds']].flat()
  const ids = [...new Set(steps.flatMap(({ before, after }) => [...named(before), ...named(after)]).filter((id) => typeof id === 'string'))]
  if (ids.length === 0) return new Map()
  const { rows } = await pool.query<{ id: string; name: string }>(
    sql`SELECT id, name FROM app_user WHERE id = ANY(${ids}) UNION ALL SELECT id, name FROM team WHERE id = ANY(${ids})`,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
