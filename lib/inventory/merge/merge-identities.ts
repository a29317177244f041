import { Prisma } from '#lib/db/generated/client.ts'
import { finer, latestUse } from './expressions.ts'
import { indexMerged } from './index-merged.ts'
import { type MergeScope, tallyOf } from './merge-scope.ts'
import type { Tally } from './schemas.ts'

const { sql } = Prisma

/**
 * The register's identities as this source leaves them; `here` has all of the system's, for the steps after this one. What people said of them (owner, purpose, environment,
 * expiry) is not touched. A row that would not change is not written, so that it leaves no history; its `last_seen_at` is the system's last run.
 */
export async function mergeIdentities(scope: MergeScope): Promise<Tally> {
  await computeMerged(scope)
  const { tx, now, system } = scope
  const [rows] = await tx.$queryRaw<{ seen: number; known: number; returned: number }[]>`
    SELECT count(*)::int AS seen, (count(*) FILTER (WHERE known))::int AS known, (count(*) FILTER (WHERE was_vanished))::int AS returned FROM merged_identity`
  const updated = await tx.$executeRaw`
    UPDATE identity i
       SET name = m.name, class = m.class, class_reason = m.class_reason, class_confidence = m.class_confidence, source_class = m.source_class,
           source_class_reason = m.source_class_reason, enabled = m.enabled, privileged = m.privileged, privileged_reason = m.privileged_reason,
           privileged_confidence = m.privileged_confidence, source_privileged = m.source_privileged, source_privileged_reason = m.source_privileged_reason,
           attributes = m.attributes, details = m.details, correlation_keys = m.correlation_keys, said_by = m.said_by, source_created_at = m.source_created_at,
           source_expires_at = m.source_expires_at, last_used_at = m.last_used_at, last_use_known = m.last_use_known,
           lifecycle = CASE WHEN i.lifecycle IN ('planned', 'offboarded') THEN 'active' ELSE i.lifecycle END, last_seen_at = ${now}, vanished_at = NULL
      FROM merged_identity m
     WHERE m.known AND i.id = m.id
       AND (m.was_vanished OR i.lifecycle IN ('planned', 'offboarded')
            OR (i.name, i.class, i.class_reason, i.class_confidence, i.source_class, i.source_class_reason, i.enabled, i.privileged, i.privileged_reason,
                i.privileged_confidence, i.source_privileged, i.source_privileged_reason, i.attributes, i.details, i.correlation_keys, i.said_by, i.source_created_at,
                i.source_expires_at, i.last_used_at, i.last_use_known)
               IS DISTINCT FROM
               (m.name, m.class, m.class_reason, m.class_confidence, m.source_class, m.source_class_reason, m.enabled, m.privileged, m.privileged_reason,
                m.privileged_confidence, m.source_privileged, m.source_privileged_reason, m.attributes, m.details, m.correlation_keys, m.said_by, m.source_created_at,
                m.source_expires_at, m.last_used_at, m.last_use_known))`
  await tx.$executeRaw`
    INSERT INTO identity (id, system_id, external_id, name, class, class_reason, class_confidence, source_class, source_class_reason, enabled, privileged, privileged_reason, privileged_confidence,
                          source_privileged, source_privileged_reason, attributes, details, correlation_keys, said_by, source_created_at, source_expires_at, last_used_at,
                          last_use_known,
                          first_seen_at, last_seen_at, sample)
    SELECT id, ${system.id}, external_id, name, class, class_reason, class_confidence, source_class, source_class_reason, enabled, privileged, privileged_reason, privileged_confidence,
           source_privileged, source_privileged_reason, attributes, details, correlation_keys, said_by, source_created_at, source_expires_at, last_used_at,
           last_use_known,
           ${now}, ${now}, ${system.sample}
      FROM merged_identity WHERE NOT known`
  const vanished = await markVanished(scope)
  return tallyOf({ seen: rows?.seen ?? 0, known: rows?.known ?? 0, returned: rows?.returned ?? 0, updated, vanished })
}

/**
 * Several exports can describe one identity. Each attribute then belongs to the format that said it: a format takes back only what it said itself.
 * What a person corrected stands, whatever a source says; what the source says is kept beside it. A class with evidence outlasts one without, whichever came last. A last use only moves forward, and how it is known goes with the date that wins.
 */
async function computeMerged({ tx, system, source, covers }: MergeScope): Promise<void> {
  const isFile = source !== 'live'
  const ranks = covers?.privilege ?? true
  await tx.$executeRaw`
    CREATE TEMP TABLE merged_identity ON COMMIT DROP AS
    WITH seen AS (
      SELECT s.*, a.at AS active_at FROM seen_identity s LEFT JOIN (
        SELECT identity_external_id, max(at) AS at FROM seen_activity WHERE outcome <> 'failure' GROUP BY identity_external_id
      ) a ON a.identity_external_id = s.external_id
    )
    SELECT coalesce(i.id, s.id) AS id, i.id IS NOT NULL AS known, i.vanished_at IS NOT NULL AS was_vanished, s.external_id, s.name, coalesce(s.enabled, i.enabled, true) AS enabled,
           CASE WHEN i.class_corrected THEN i.class ELSE said.class END AS class, CASE WHEN i.class_corrected THEN i.class_reason ELSE said.class_reason END AS class_reason,
           CASE WHEN i.class_corrected OR NOT c.takes THEN i.class_confidence ELSE s.class_confidence END AS class_confidence,
           said.class AS source_class, said.class_reason AS source_class_reason,
           CASE WHEN i.privileged_corrected THEN i.privileged ELSE said.privileged END AS privileged,
           CASE WHEN i.privileged_corrected THEN i.privileged_reason ELSE said.privileged_reason END AS privileged_reason,
           CASE WHEN i.privileged_corrected OR NOT p.takes THEN i.privileged_confidence ELSE s.privileged_confidence END AS privileged_confidence,
           said.privileged AS source_privileged, said.privileged_reason AS source_privileged_reason,
           -- Details are those of a class: what is said of another one is not mixed in
           CASE WHEN i.id IS NOT NULL AND s.class <> (CASE WHEN i.class_corrected THEN i.class ELSE said.class END) THEN i.details
                WHEN ${isFile} AND i.class = s.class THEN i.details || s.details ELSE s.details END AS details,
           CASE WHEN ${isFile} THEN ARRAY(SELECT DISTINCT unnest(coalesce(i.correlation_keys, '{}') || s.correlation_keys) ORDER BY 1) ELSE s.correlation_keys END AS correlation_keys,
           i.id IS NULL OR i.vanished_at IS NOT NULL OR NOT i.correlation_keys @> s.correlation_keys AS says_keys,
           CASE WHEN ${isFile} THEN coalesce(o.others, '{}') || s.attributes ELSE s.attributes END AS attributes,
           CASE WHEN ${isFile} THEN coalesce(i.said_by - o.own, '{}') || n.said || CASE WHEN c.takes THEN jsonb_build_object('$class', ${source}::text) ELSE '{}' END ELSE '{}' END AS said_by,
           CASE WHEN ${isFile} THEN ${finer(sql`s.source_created_at`, sql`i.source_created_at`)} ELSE s.source_created_at END AS source_created_at, s.source_expires_at,
           u.at AS last_used_at, u.known AS last_use_known
      FROM seen s
      LEFT JOIN identity i ON i.system_id = ${system.id} AND i.external_id = s.external_id
     CROSS JOIN LATERAL (SELECT ARRAY(SELECT key FROM jsonb_each_text(i.said_by) WHERE value = ${source}) AS own) mine
     CROSS JOIN LATERAL (SELECT mine.own, i.attributes - mine.own AS others) o
     CROSS JOIN LATERAL (SELECT coalesce(jsonb_object_agg(key, ${source}::text), '{}') AS said FROM jsonb_each(s.attributes)
                          WHERE ${isFile} AND (o.others IS NULL OR NOT o.others ? key OR o.others -> key <> value)) n
     CROSS JOIN LATERAL (SELECT i.id IS NULL OR NOT ${isFile} OR coalesce(i.said_by ->> '$class', ${source}) = ${source}
                                OR (s.attributes ? 'classEvident' AND NOT o.others ? 'classEvident') AS takes) c
     CROSS JOIN LATERAL (SELECT i.id IS NULL OR ${ranks} AS takes) p
     CROSS JOIN LATERAL (SELECT CASE WHEN c.takes THEN s.class ELSE coalesce(i.source_class, i.class) END AS class,
                                CASE WHEN c.takes THEN s.class_reason ELSE coalesce(i.source_class_reason, i.class_reason) END AS class_reason,
                                CASE WHEN p.takes THEN s.privileged ELSE coalesce(i.source_privileged, i.privileged) END AS privileged,
                                CASE WHEN p.takes THEN s.privileged_reason ELSE coalesce(i.source_privileged_reason, i.privileged_reason) END AS privileged_reason) said
     ${latestUse(sql`(i.last_used_at, i.last_use_known)`, sql`(s.last_used_at, s.last_use_known)`, sql`(s.active_at, CASE WHEN s.active_at IS NULL THEN NULL ELSE 'logs' END)`)}`
  await indexMerged(tx, 'merged_identity')
}

/**
 * Marks what this source lists completely and no longer shows. A kind of which a file shows nothing at all was left out of the export: those stay. So does what lies in a part
 * that could not be read (a host that did not answer), where an attribute names that part.
 * `here` then says of all identities of the system whether they are gone, and whether this source spoke of them; it has figures for the planner, whose
 * knowledge of `identity` is from before this transaction.
 */
async function markVanished({ tx, now, run, system, covers, observedAt }: MergeScope): Promise<number> {
  await tx.$executeRaw`
    CREATE TEMP TABLE here ON COMMIT DROP AS
    SELECT i.id, i.external_id, i.attributes ->> 'kind' AS kind, i.source_created_at, i.vanished_at IS NOT NULL AS gone, m.id IS NOT NULL AS seen, i.lifecycle = 'planned' AS planned, false AS lost
      FROM identity i LEFT JOIN merged_identity m ON m.id = i.id WHERE i.system_id = ${system.id}`
  await tx.$executeRaw`ANALYZE here`
  await tx.$executeRaw`
    UPDATE here SET gone = true, lost = true
     WHERE NOT gone AND NOT seen AND NOT planned
       AND (${covers === null} OR kind IN (SELECT h.kind FROM here h WHERE h.seen AND h.kind = ANY(${covers?.identityKinds ?? []}::text[])))
       AND (${observedAt}::timestamptz IS NULL OR source_created_at IS NULL OR source_created_at <= ${observedAt}::timestamptz)
       AND NOT EXISTS (SELECT FROM discovered_record d, identity i
                        WHERE d.run_id = ${run.id} AND d.type = 'note' AND d.payload ->> 'code' = 'not_readable' AND i.id = here.id
                          AND d.payload ->> 'subject' IN (SELECT value FROM jsonb_each_text(i.attributes)))`
  return tx.$executeRaw`
    UPDATE identity i SET vanished_at = ${now}, last_seen_at = greatest(i.last_seen_at, ${system.lastSyncedAt}::timestamptz) FROM here h WHERE h.lost AND i.id = h.id`
}
