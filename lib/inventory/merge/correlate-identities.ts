import { IdentityMergeId } from '#lib/core/ids.ts'
import type { MergeScope } from './merge-scope.ts'
import type { RunNote } from './notes-of.ts'
import { mergeInto } from './merge-into.ts'

type Pair = { aliasId: string; survivorId: string; key: string; aliasName: string; systemName: string }

/**
 * Merges the identities that this source shows for the first time, or with new keys, with those of other sources that share a correlation key, each with the key as its evidence. Of the two the one that
 * somebody owns stays, or else the older. Left alone: pairs that a person took apart, and principals that a key ties to more than one other, which are noted.
 */
export async function correlateIdentities({ tx, now, system }: MergeScope): Promise<{ merged: number; notes: RunNote[] }> {
  await tx.$executeRaw`
    CREATE TEMP TABLE correlated ON COMMIT DROP AS
    WITH mine AS (
      SELECT i.id, unnest(i.correlation_keys) AS key FROM identity i JOIN merged_identity m ON m.id = i.id
       WHERE m.says_keys AND i.merged_into_id IS NULL AND cardinality(i.correlation_keys) > 0
    ), theirs AS (
      SELECT coalesce(o.merged_into_id, o.id) AS id, m.id AS mine_id, min(m.key) AS key
        FROM mine m JOIN identity o ON o.correlation_keys @> ARRAY[m.key]
       WHERE o.system_id <> ${system.id} AND o.vanished_at IS NULL GROUP BY 1, 2
    )
    SELECT t.mine_id, t.id AS their_id, t.key, count(*) OVER (PARTITION BY t.mine_id) AS rivals FROM theirs t
     WHERE t.id <> t.mine_id
       AND NOT EXISTS (SELECT FROM identity_merge x WHERE x.undone_at IS NOT NULL
                        AND ((x.identity_id = t.mine_id AND x.into_id = t.id) OR (x.identity_id = t.id AND x.into_id = t.mine_id)))`
  const pairs = await tx.$queryRaw<Pair[]>`
    SELECT CASE WHEN f.mine_stays THEN t.id ELSE m.id END AS "aliasId", CASE WHEN f.mine_stays THEN m.id ELSE t.id END AS "survivorId", c.key,
           CASE WHEN f.mine_stays THEN t.name ELSE m.name END AS "aliasName", s.name AS "systemName"
      FROM correlated c JOIN identity m ON m.id = c.mine_id JOIN identity t ON t.id = c.their_id JOIN system s ON s.id = t.system_id
     CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM identity a WHERE a.merged_into_id = m.id) AS mine_has, EXISTS (SELECT FROM identity a WHERE a.merged_into_id = t.id) AS theirs_has) h
     CROSS JOIN LATERAL (SELECT h.mine_has OR (NOT h.theirs_has AND (m.owner_id IS NOT NULL, t.first_seen_at, t.id) > (t.owner_id IS NOT NULL, m.first_seen_at, m.id)) AS mine_stays) f
     WHERE c.rivals = 1 AND NOT (h.mine_has AND h.theirs_has)`
  const once = [...new Map(pairs.map((pair) => [pair.aliasId, pair])).values()]
  const merges = once.map(({ aliasId, survivorId, key }) => ({
    id: IdentityMergeId.create(),
    identityId: aliasId,
    intoId: survivorId,
    key,
    reason: `Both sources call it ${key}`,
    madeBy: 'system:systems.sync',
  }))
  await mergeInto(tx, merges, now)
  const unclear = await tx.$queryRaw<{ name: string; rivals: number }[]>`
    SELECT i.name, max(c.rivals)::int AS rivals FROM correlated c JOIN identity i ON i.id = c.mine_id WHERE c.rivals > 1 GROUP BY i.id, i.name ORDER BY i.name LIMIT 50`
  const notes = unclear.map(({ name, rivals }) => ({
    code: 'ambiguous_correlation',
    subject: name,
    text: `${name} has keys of ${rivals} identities of other systems, so it was merged with none: merge it by hand where it belongs`,
  }))
  return { merged: merges.length, notes }
}
