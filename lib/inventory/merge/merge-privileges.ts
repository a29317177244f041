import { type MergeScope, tallyOf } from './merge-scope.ts'
import type { Tally } from './schemas.ts'

const GONE = 'The system no longer shows it'

/**
 * The privileges that could be lent, by name. Whether one is offered, and what the catalogue says of it, is for people: the source's description stands only
 * until then. A privilege that is gone stays in the catalogue as one that cannot be lent.
 */
export async function mergePrivileges({ tx, now, system, covers }: MergeScope): Promise<Tally> {
  const [rows] = await tx.$queryRaw<{ seen: number; known: number; returned: number }[]>`
    SELECT count(*)::int AS seen, count(p.id)::int AS known, (count(*) FILTER (WHERE p.not_lendable_reason = ${GONE}))::int AS returned
      FROM seen_privilege s LEFT JOIN privilege p ON p.system_id = ${system.id} AND p.name = s.name`
  const updated = await tx.$executeRaw`
    UPDATE privilege p SET lendable = s.lendable, not_lendable_reason = s.not_lendable_reason, description = CASE WHEN p.offered THEN p.description ELSE coalesce(s.description, p.description) END
      FROM seen_privilege s
     WHERE p.system_id = ${system.id} AND p.name = s.name
       AND (p.lendable, p.not_lendable_reason, p.description)
           IS DISTINCT FROM (s.lendable, s.not_lendable_reason, CASE WHEN p.offered THEN p.description ELSE coalesce(s.description, p.description) END)`
  await tx.$executeRaw`
    INSERT INTO privilege (id, system_id, name, title, description, lendable, not_lendable_reason, created_at)
    SELECT s.id, ${system.id}, s.name, s.name, coalesce(s.description, ''), s.lendable, s.not_lendable_reason, ${now}
      FROM seen_privilege s WHERE NOT EXISTS (SELECT FROM privilege p WHERE p.system_id = ${system.id} AND p.name = s.name)`
  const vanished = await tx.$executeRaw`
    UPDATE privilege p SET lendable = false, not_lendable_reason = ${GONE}
     WHERE ${covers === null} AND p.system_id = ${system.id} AND p.not_lendable_reason IS DISTINCT FROM ${GONE}
       AND NOT EXISTS (SELECT FROM seen_privilege s WHERE s.name = p.name)`
  return tallyOf({ seen: rows?.seen ?? 0, known: rows?.known ?? 0, returned: rows?.returned ?? 0, updated, vanished })
}
