import { pushingKinds } from '#lib/systems/api-tokens/takes-pushes.ts'
import { type MergeScope, tallyOf } from './merge-scope.ts'
import type { Tally } from './schemas.ts'

/**
 * Who may act as the register's identities, as this source leaves it. Rows that would not change are not written. Runs after the identities were merged,
 * and then ties principals to the identities that they are, of this source or, by their correlation key, of another.
 */
export async function mergeTrusts(scope: MergeScope): Promise<Tally> {
  const { tx, now, run, covers } = scope
  await tx.$executeRaw`
    CREATE TEMP TABLE merged_trust ON COMMIT DROP AS
    SELECT coalesce(t.id, s.id) AS id, t.id IS NOT NULL AS known, t.vanished_at IS NOT NULL AS was_vanished, i.id AS identity_id, s.external_id, s.kind, s.principal, s.principal_kind,
           s.principal_external_id, s.principal_correlation_key, s.acts_as, s.condition, s.attributes
      FROM seen_trust s JOIN here i ON i.external_id = s.identity_external_id
      LEFT JOIN trust t ON t.identity_id = i.id AND t.external_id = s.external_id`
  const [rows] = await tx.$queryRaw<{ seen: number; known: number; returned: number }[]>`
    SELECT count(*)::int AS seen, (count(*) FILTER (WHERE known))::int AS known, (count(*) FILTER (WHERE was_vanished))::int AS returned FROM merged_trust`
  const updated = await tx.$executeRaw`
    UPDATE trust t SET kind = m.kind, principal = m.principal, principal_kind = m.principal_kind, principal_external_id = m.principal_external_id,
           principal_correlation_key = m.principal_correlation_key, acts_as = m.acts_as, condition = m.condition, attributes = m.attributes, vanished_at = NULL
      FROM merged_trust m
     WHERE m.known AND t.id = m.id
       AND (m.was_vanished OR (t.kind, t.principal, t.principal_kind, t.principal_external_id, t.principal_correlation_key, t.acts_as, t.condition, t.attributes)
            IS DISTINCT FROM (m.kind, m.principal, m.principal_kind, m.principal_external_id, m.principal_correlation_key, m.acts_as, m.condition, m.attributes))`
  await tx.$executeRaw`
    INSERT INTO trust (id, identity_id, external_id, kind, principal, principal_kind, principal_external_id, principal_correlation_key, acts_as, condition, attributes, first_seen_at)
    SELECT id, identity_id, external_id, kind, principal, principal_kind, principal_external_id, principal_correlation_key, acts_as, condition, attributes, ${now} FROM merged_trust WHERE NOT known`
  const vanished = await tx.$executeRaw`
    UPDATE trust t SET vanished_at = ${now}
      FROM here i
     WHERE i.id = t.identity_id AND t.vanished_at IS NULL AND NOT EXISTS (SELECT FROM merged_trust m WHERE m.id = t.id)
       AND (i.gone OR (${covers === null || covers.trusts} AND i.seen
            AND NOT EXISTS (SELECT FROM discovered_record d WHERE d.run_id = ${run.id} AND d.type = 'note' AND d.payload ->> 'code' = 'not_readable'
                               AND d.payload ->> 'subject' IN (SELECT value FROM jsonb_each_text(t.attributes)))))`
  await tiePrincipals(scope)
  return tallyOf({ seen: rows?.seen ?? 0, known: rows?.known ?? 0, returned: rows?.returned ?? 0, updated, vanished })
}

/** A principal of another source may come into the register long after the trust in it, so trusts elsewhere that wait for a key of this system are tied as well. What was only pushed has a key until another source shows it. */
async function tiePrincipals({ tx, system }: MergeScope): Promise<void> {
  const pushing = pushingKinds()
  await tx.$executeRaw`
    UPDATE trust t SET principal_id = p.id
      FROM here i, here p
     WHERE t.identity_id = i.id AND t.principal_external_id IS NOT NULL AND p.external_id = t.principal_external_id AND t.principal_id IS DISTINCT FROM p.id`
  await tx.$executeRaw`
    UPDATE trust t SET principal_id = k.id
      FROM (SELECT DISTINCT ON (w.id) w.id AS trust_id, p.id
              FROM here i JOIN trust w ON w.identity_id = i.id JOIN identity p ON p.correlation_keys @> ARRAY[w.principal_correlation_key] JOIN system s ON s.id = p.system_id
             WHERE w.principal_id IS NULL AND w.principal_correlation_key IS NOT NULL ORDER BY w.id, s.kind = ANY(${pushing}::text[]), p.vanished_at IS NOT NULL, p.id) k
     WHERE t.id = k.trust_id`
  await tx.$executeRaw`
    UPDATE trust t SET principal_id = k.id
      FROM (SELECT i.id, unnest(i.correlation_keys) AS key FROM identity i JOIN here h ON h.id = i.id WHERE i.system_id = ${system.id} AND cardinality(i.correlation_keys) > 0) k
     WHERE t.principal_correlation_key = k.key
       AND (t.principal_id IS NULL
            OR (t.principal_external_id IS NULL AND NOT EXISTS (SELECT FROM system s WHERE s.id = ${system.id} AND s.kind = ANY(${pushing}::text[]))
                AND EXISTS (SELECT FROM identity p JOIN system s ON s.id = p.system_id WHERE p.id = t.principal_id AND s.kind = ANY(${pushing}::text[]))))`
}
