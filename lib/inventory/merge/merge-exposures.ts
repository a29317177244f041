import { pushingKinds } from '#lib/systems/api-tokens/takes-pushes.ts'
import { type MergeScope, tallyOf } from './merge-scope.ts'
import type { Tally } from './schemas.ts'

/**
 * Where credentials lie that may lie nowhere, as this source leaves it. Runs after the credentials were merged: an exposure is then tied to the credential
 * with its fingerprint, whichever of the two came into the register first, and whatever system it is of. A fingerprint may be known to many: who only pushed a credential that has it does not take
 * the exposure away from a source that shows one as well, or keep it from that source.
 */
export async function mergeExposures({ tx, now, system, covers }: MergeScope): Promise<Tally> {
  const [rows] = await tx.$queryRaw<{ seen: number; known: number; returned: number }[]>`
    SELECT count(*)::int AS seen, count(e.id)::int AS known, (count(*) FILTER (WHERE e.vanished_at IS NOT NULL))::int AS returned
      FROM seen_exposure s LEFT JOIN exposure e ON e.system_id = ${system.id} AND e.external_id = s.external_id`
  const updated = await tx.$executeRaw`
    UPDATE exposure e SET rule = s.rule, title = s.title, credential_kind = s.credential_kind, fingerprints = s.fingerprints, source = s.source, path = s.path, line = s.line,
           commit = s.commit, author = s.author, exposed_at = s.exposed_at, verified = coalesce(s.verified, e.verified), attributes = s.attributes, vanished_at = NULL
      FROM seen_exposure s
     WHERE e.system_id = ${system.id} AND e.external_id = s.external_id
       AND (e.vanished_at IS NOT NULL OR (e.rule, e.title, e.credential_kind, e.fingerprints, e.source, e.path, e.line, e.commit, e.author, e.exposed_at, e.verified, e.attributes)
            IS DISTINCT FROM (s.rule, s.title, s.credential_kind, s.fingerprints, s.source, s.path, s.line, s.commit, s.author, s.exposed_at, coalesce(s.verified, e.verified), s.attributes))`
  await tx.$executeRaw`
    INSERT INTO exposure (id, system_id, external_id, rule, title, credential_kind, fingerprints, source, path, line, commit, author, exposed_at, verified, attributes, first_seen_at)
    SELECT s.id, ${system.id}, s.external_id, s.rule, s.title, s.credential_kind, s.fingerprints, s.source, s.path, s.line, s.commit, s.author, s.exposed_at, s.verified, s.attributes, ${now}
      FROM seen_exposure s WHERE NOT EXISTS (SELECT FROM exposure e WHERE e.system_id = ${system.id} AND e.external_id = s.external_id)`
  const vanished = await tx.$executeRaw`
    UPDATE exposure e SET vanished_at = ${now}
     WHERE e.system_id = ${system.id} AND e.vanished_at IS NULL AND ${covers === null || covers.exposures}
       AND NOT EXISTS (SELECT FROM seen_exposure s WHERE s.external_id = e.external_id)`
  await tx.$executeRaw`
    UPDATE exposure e SET credential_id = c.id, identity_id = c.identity_id
      FROM (SELECT DISTINCT ON (x.id) x.id AS exposure_id, c.id, c.identity_id
              FROM exposure x CROSS JOIN LATERAL unnest(x.fingerprints) f JOIN credential c ON c.fingerprint = f JOIN identity i ON i.id = c.identity_id JOIN system s ON s.id = i.system_id
             WHERE x.vanished_at IS NULL
               AND (x.credential_id IS NULL
                    OR EXISTS (SELECT FROM identity t JOIN system p ON p.id = t.system_id WHERE t.id = x.identity_id AND p.kind = ANY(${pushingKinds()}::text[])))
             ORDER BY x.id, s.kind = ANY(${pushingKinds()}::text[]), c.id IS DISTINCT FROM x.credential_id, c.vanished_at IS NOT NULL, c.id) c
     WHERE e.id = c.exposure_id AND e.credential_id IS DISTINCT FROM c.id`
  return tallyOf({ seen: rows?.seen ?? 0, known: rows?.known ?? 0, returned: rows?.returned ?? 0, updated, vanished })
}
