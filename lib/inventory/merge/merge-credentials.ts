import { Prisma } from '#lib/db/generated/client.ts'
import { finer, latestUse } from './expressions.ts'
import { indexMerged } from './index-merged.ts'
import { type MergeScope, tallyOf } from './merge-scope.ts'
import type { Tally } from './schemas.ts'

const { sql } = Prisma

/**
 * The credentials of the register's identities as this source leaves them. Whoever lists a kind completely overwrites it; others add to what is known.
 * Rows that would not change are not written. Runs after the identities were merged.
 */
export async function mergeCredentials(scope: MergeScope): Promise<Tally> {
  if (scope.source !== 'live') await adoptKnownKeys(scope)
  await computeMerged(scope)
  const { tx, now } = scope
  const [rows] = await tx.$queryRaw<{ seen: number; known: number; returned: number }[]>`
    SELECT count(*)::int AS seen, (count(*) FILTER (WHERE known))::int AS known, (count(*) FILTER (WHERE was_vanished))::int AS returned FROM merged_credential`
  const updated = await tx.$executeRaw`
    UPDATE credential c
       SET kind = m.kind, fingerprint = m.fingerprint, enabled = m.enabled, source_created_at = m.source_created_at, last_rotated_at = m.last_rotated_at,
           expires_at = m.expires_at, last_used_at = m.last_used_at, last_use_known = m.last_use_known, attributes = m.attributes, vanished_at = NULL
      FROM merged_credential m
     WHERE m.known AND c.id = m.id
       AND (m.was_vanished
            OR (c.kind, c.fingerprint, c.enabled, c.source_created_at, c.last_rotated_at, c.expires_at, c.last_used_at, c.last_use_known, c.attributes)
               IS DISTINCT FROM
               (m.kind, m.fingerprint, m.enabled, m.source_created_at, m.last_rotated_at, m.expires_at, m.last_used_at, m.last_use_known, m.attributes))`
  await tx.$executeRaw`
    INSERT INTO credential (id, identity_id, external_id, kind, fingerprint, enabled, source_created_at, last_rotated_at, expires_at, last_used_at, last_use_known, attributes, first_seen_at)
    SELECT id, identity_id, external_id, kind, fingerprint, enabled, source_created_at, last_rotated_at, expires_at, last_used_at, last_use_known, attributes, ${now}
      FROM merged_credential WHERE NOT known`
  const vanished = await markVanished(scope)
  return tallyOf({ seen: rows?.seen ?? 0, known: rows?.known ?? 0, returned: rows?.returned ?? 0, updated, vanished })
}

/**
 * Exports name one key differently: the credential report by its slot, the list of keys by its id. A staged key takes the name that the register knows
 * it by: the one with its fingerprint, or else, of one kind and made for one identity in one second, the one at the same place in their order, when
 * both sides have equally many.
 */
async function adoptKnownKeys({ tx }: MergeScope): Promise<void> {
  await tx.$executeRaw`
    UPDATE seen_credential s SET external_id = c.external_id
      FROM here i JOIN credential c ON c.identity_id = i.id
     WHERE i.external_id = s.identity_external_id AND c.kind = s.kind AND c.fingerprint = s.fingerprint AND c.external_id <> s.external_id
       AND NOT EXISTS (SELECT FROM credential k WHERE k.identity_id = i.id AND k.external_id = s.external_id)`
  await tx.$executeRaw`
    WITH unknown AS (
      SELECT s.id, i.id AS identity_id, s.kind, date_trunc('second', s.source_created_at) AS made_at, s.source_created_at, s.external_id, s.fingerprint
        FROM seen_credential s JOIN here i ON i.external_id = s.identity_external_id
       WHERE s.source_created_at IS NOT NULL AND NOT EXISTS (SELECT FROM credential c WHERE c.identity_id = i.id AND c.external_id = s.external_id)
    ), unseen AS (
      SELECT c.identity_id, c.kind, date_trunc('second', c.source_created_at) AS made_at, c.source_created_at, c.external_id, c.fingerprint
        FROM credential c JOIN here i ON i.id = c.identity_id
       WHERE c.source_created_at IS NOT NULL
         AND NOT EXISTS (SELECT FROM seen_credential s WHERE s.identity_external_id = i.external_id AND s.external_id = c.external_id)
    ), placed AS (SELECT *, row_number() OVER w AS place, count(*) OVER (PARTITION BY identity_id, kind, made_at) AS rivals FROM unknown WINDOW w AS (PARTITION BY identity_id, kind, made_at ORDER BY source_created_at, external_id))
    UPDATE seen_credential s SET external_id = u.external_id
      FROM placed n
      JOIN (SELECT *, row_number() OVER w AS place, count(*) OVER (PARTITION BY identity_id, kind, made_at) AS rivals FROM unseen WINDOW w AS (PARTITION BY identity_id, kind, made_at ORDER BY source_created_at, external_id)) u
        ON (u.identity_id, u.kind, u.made_at, u.place, u.rivals) = (n.identity_id, n.kind, n.made_at, n.place, n.rivals)
     WHERE s.id = n.id AND (n.fingerprint IS NULL OR u.fingerprint IS NULL)`
}

/** The credentials as they will be, in `merged_credential`. */
async function computeMerged({ tx, covers }: MergeScope): Promise<void> {
  const kinds = covers?.credentialKinds ?? []
  await tx.$executeRaw`
    CREATE TEMP TABLE merged_credential ON COMMIT DROP AS
    SELECT coalesce(c.id, s.id) AS id, c.id IS NOT NULL AS known, c.vanished_at IS NOT NULL AS was_vanished, i.id AS identity_id, s.external_id, s.kind,
           CASE WHEN ${covers === null} THEN s.fingerprint ELSE coalesce(s.fingerprint, c.fingerprint) END AS fingerprint, s.enabled,
           ${finer(sql`s.source_created_at`, sql`c.source_created_at`)} AS source_created_at, ${finer(sql`s.last_rotated_at`, sql`c.last_rotated_at`)} AS last_rotated_at,
           CASE WHEN f.full THEN s.expires_at ELSE coalesce(s.expires_at, c.expires_at) END AS expires_at,
           CASE WHEN f.full THEN s.attributes ELSE coalesce(c.attributes, '{}') || s.attributes END AS attributes, u.at AS last_used_at, u.known AS last_use_known
      FROM seen_credential s
      JOIN here i ON i.external_id = s.identity_external_id
      LEFT JOIN credential c ON c.identity_id = i.id AND c.external_id = s.external_id
     CROSS JOIN LATERAL (SELECT ${covers === null} OR s.kind = ANY(${kinds}::text[]) AS full) f
     ${latestUse(sql`(c.last_used_at, c.last_use_known)`, sql`(s.last_used_at, s.last_use_known)`)}`
  await indexMerged(tx, 'merged_credential')
}

/** Marks credentials of what has vanished itself, and those of the kinds that this source lists completely for the identities it speaks of, but for parts that could not be read. */
async function markVanished({ tx, now, run, covers, observedAt }: MergeScope): Promise<number> {
  return tx.$executeRaw`
    UPDATE credential c SET vanished_at = ${now}
      FROM here i
     WHERE i.id = c.identity_id AND c.vanished_at IS NULL AND NOT EXISTS (SELECT FROM merged_credential m WHERE m.id = c.id)
       AND (i.gone
            OR ((${covers === null} OR c.kind = ANY(${covers?.credentialKinds ?? []}::text[]))
                AND i.seen
                AND NOT EXISTS (SELECT FROM discovered_record d WHERE d.run_id = ${run.id} AND d.type = 'note' AND d.payload ->> 'code' = 'not_readable'
                                   AND d.payload ->> 'subject' IN (SELECT value FROM jsonb_each_text(c.attributes)))
                AND (${observedAt}::timestamptz IS NULL OR c.source_created_at IS NULL OR c.source_created_at <= ${observedAt}::timestamptz)))`
}
