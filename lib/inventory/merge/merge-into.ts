import type { Tx } from '#lib/db/client.ts'

export type NewMerge = { id: string; identityId: string; intoId: string; key: string | null; reason: string; madeBy: string }

/**
 * Makes each identity a view of the one that it is merged into, which takes over what somebody had declared and it has not. The row that is merged keeps
 * everything of its own, so that taking the two apart again leaves both as they were declared. One statement each, whatever the number.
 */
export async function mergeInto(tx: Tx, merges: readonly NewMerge[], now: Date): Promise<void> {
  if (merges.length === 0) return
  const rows = JSON.stringify(merges)
  await tx.$executeRaw`
    INSERT INTO identity_merge (id, identity_id, into_id, key, reason, made_by, made_at)
    SELECT m.id, m."identityId", m."intoId", m.key, m.reason, m."madeBy", ${now}
      FROM jsonb_to_recordset(${rows}::jsonb) AS m(id text, "identityId" text, "intoId" text, key text, reason text, "madeBy" text)`
  await tx.$executeRaw`
    UPDATE identity s SET owner_id = coalesce(s.owner_id, a.owner_id), purpose = coalesce(s.purpose, a.purpose), environment = coalesce(s.environment, a.environment),
           expires_at = coalesce(s.expires_at, a.expires_at), sponsor_id = coalesce(s.sponsor_id, a.sponsor_id)
      FROM (SELECT DISTINCT ON (m."intoId") m."intoId" AS into_id, i.* FROM jsonb_to_recordset(${rows}::jsonb) AS m("identityId" text, "intoId" text)
              JOIN identity i ON i.id = m."identityId" WHERE i.owner_id IS NOT NULL OR i.purpose IS NOT NULL OR i.environment IS NOT NULL OR i.expires_at IS NOT NULL
             ORDER BY m."intoId", i.owner_id IS NULL, i.id) a
     WHERE s.id = a.into_id AND num_nulls(s.owner_id, s.purpose, s.environment, s.expires_at) > 0
       AND NOT (coalesce(s.owner_id, a.owner_id) = ANY (s.backup_ids))`
  await tx.$executeRaw`
    UPDATE identity i SET merged_into_id = m."intoId" FROM jsonb_to_recordset(${rows}::jsonb) AS m("identityId" text, "intoId" text) WHERE i.id = m."identityId"`
}
