import { Prisma } from '#lib/db/generated/client.ts'
import { latestUse } from './expressions.ts'
import { indexMerged } from './index-merged.ts'
import { type MergeScope, tallyOf } from './merge-scope.ts'
import type { Tally } from './schemas.ts'

const { sql } = Prisma

/** The standing permissions of the register's identities as this source leaves them. Rows that would not change are not written. Runs after the identities were merged. */
export async function mergeEntitlements(scope: MergeScope): Promise<Tally> {
  await computeMerged(scope)
  const { tx, now } = scope
  const [rows] = await tx.$queryRaw<{ seen: number; known: number; returned: number }[]>`
    SELECT count(*)::int AS seen, (count(*) FILTER (WHERE known))::int AS known, (count(*) FILTER (WHERE was_vanished))::int AS returned FROM merged_entitlement`
  const updated = await tx.$executeRaw`
    UPDATE entitlement e
       SET resource = m.resource, resource_kind = m.resource_kind, action = m.action, granted_via = m.granted_via, admin_option = m.admin_option, attributes = m.attributes,
           last_used_at = m.last_used_at, last_use_known = m.last_use_known, vanished_at = NULL
      FROM merged_entitlement m
     WHERE m.known AND e.id = m.id
       AND (m.was_vanished
            OR (e.resource, e.resource_kind, e.action, e.granted_via, e.admin_option, e.attributes, e.last_used_at, e.last_use_known)
               IS DISTINCT FROM
               (m.resource, m.resource_kind, m.action, m.granted_via, m.admin_option, m.attributes, m.last_used_at, m.last_use_known))`
  await tx.$executeRaw`
    INSERT INTO entitlement (id, identity_id, external_id, resource, resource_kind, action, granted_via, admin_option, attributes, last_used_at, last_use_known, first_seen_at)
    SELECT id, identity_id, external_id, resource, resource_kind, action, granted_via, admin_option, attributes, last_used_at, last_use_known, ${now}
      FROM merged_entitlement WHERE NOT known`
  const vanished = await markVanished(scope)
  return tallyOf({ seen: rows?.seen ?? 0, known: rows?.known ?? 0, returned: rows?.returned ?? 0, updated, vanished })
}

/** The entitlements as they will be, in `merged_entitlement`. */
async function computeMerged({ tx }: MergeScope): Promise<void> {
  await tx.$executeRaw`
    CREATE TEMP TABLE merged_entitlement ON COMMIT DROP AS
    SELECT coalesce(e.id, s.id) AS id, e.id IS NOT NULL AS known, e.vanished_at IS NOT NULL AS was_vanished, i.id AS identity_id, s.external_id, s.resource, s.resource_kind, s.action,
           s.granted_via, s.admin_option, s.attributes, u.at AS last_used_at, u.known AS last_use_known
      FROM seen_entitlement s
      JOIN here i ON i.external_id = s.identity_external_id
      LEFT JOIN entitlement e ON e.identity_id = i.id AND e.external_id = s.external_id
     ${latestUse(sql`(e.last_used_at, e.last_use_known)`, sql`(s.last_used_at, s.last_use_known)`)}`
  await indexMerged(tx, 'merged_entitlement')
}

/**
 * Marks permissions of what has vanished itself, and, of the identities that this source speaks of, those it no longer shows. What lies in a part that
 * could not be read (a database that let nobody in, a group that is not in the file) is not missed.
 */
async function markVanished({ tx, now, run, covers }: MergeScope): Promise<number> {
  return tx.$executeRaw`
    WITH unread AS (SELECT DISTINCT payload ->> 'subject' AS subject FROM discovered_record WHERE run_id = ${run.id} AND type = 'note' AND payload ->> 'code' = 'not_readable')
    UPDATE entitlement e SET vanished_at = ${now}
      FROM here i
     WHERE i.id = e.identity_id AND e.vanished_at IS NULL AND NOT EXISTS (SELECT FROM merged_entitlement m WHERE m.id = e.id)
       AND (i.gone
            OR (${covers?.entitlements ?? true} AND i.seen
                AND NOT EXISTS (SELECT FROM unread u WHERE starts_with(e.resource, u.subject || '.') OR u.subject IN (SELECT value FROM jsonb_each_text(e.attributes)))))`
}
