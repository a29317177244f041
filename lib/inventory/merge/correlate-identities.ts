import { IdentityMergeId } from '#lib/core/ids.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { pushingKinds } from '#lib/systems/api-tokens/takes-pushes.ts'
import type { MergeScope } from './merge-scope.ts'
import type { RunNote } from './notes-of.ts'
import { mergeInto } from './merge-into.ts'
import { RELEASED_BY } from '../rules.ts'

const { sql } = Prisma

type Why = 'pushed' | 'privileged' | 'owner' | 'views'
type Pair = { aliasId: string; survivorId: string; key: string; name: string; why: Why | null }

/** What a source says of keys counts by how it comes by it: Tenure reads a live system itself, a vendor's tool writes an export, and whoever has a token pushes what they like. */
const PUSHED = 0
const TRUST = sql`CASE WHEN s.connection_sealed IS NOT NULL THEN 2 WHEN s.kind = ANY(${pushingKinds()}::text[]) THEN ${PUSHED}::int ELSE 1 END`

/**
 * Merges the identities that this source shows for the first time, or with new keys, with those of other sources that share a correlation key, each with the key as its evidence. Of the two the one whose
 * source is trusted more stays, else the one that somebody owns, else the older. A key is only a claim, so it never takes anything out of sight or out of somebody's hands: see `decidePairs`.
 * Left alone as well: pairs that a person took apart, and principals that a key ties to more than one other. What is left apart is noted.
 */
export async function correlateIdentities(scope: MergeScope): Promise<{ merged: number; notes: RunNote[] }> {
  const { tx, now } = scope
  await findPairs(scope)
  // Another source's merge, or a person, may be about to merge one of them: none of them becomes a view of a view
  await tx.$queryRaw`SELECT id FROM identity WHERE id IN (SELECT mine_id FROM correlated UNION SELECT their_id FROM correlated) ORDER BY id FOR UPDATE`
  const pairs = await decidePairs(scope)
  const merges = pairs
    .filter(({ why }) => why === null)
    .map(({ aliasId, survivorId, key }) => ({
      id: IdentityMergeId.create(),
      identityId: aliasId,
      intoId: survivorId,
      key,
      reason: `Both sources call it ${key}`,
      madeBy: 'system:systems.sync',
    }))
  await mergeInto(tx, merges, now)
  return { merged: merges.length, notes: [...(await unclear(scope)), ...leftApart(pairs)] }
}

/** Of each pair its key, and with how many others one of the two is tied as well: of this source, or of theirs. */
async function findPairs({ tx, system }: MergeScope): Promise<void> {
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
    SELECT t.mine_id, t.id AS their_id, t.key, count(*) OVER (PARTITION BY t.mine_id) AS rivals,
           count(*) OVER (PARTITION BY t.id) + (SELECT count(*) FROM identity v WHERE v.merged_into_id = t.id AND v.system_id = ${system.id} AND v.vanished_at IS NULL)
             + (SELECT count(*) FROM identity v WHERE v.id = t.id AND v.system_id = ${system.id}) AS rivals_here
      FROM theirs t
     WHERE t.id <> t.mine_id
       AND NOT EXISTS (SELECT FROM identity_merge x WHERE x.undone_by <> ${RELEASED_BY}
                        AND ((x.identity_id = t.mine_id AND x.into_id = t.id) OR (x.identity_id = t.id AND x.into_id = t.mine_id)))`
}

/**
 * Which of two stays, and what stands in the way (`why`): the one that would stay was only pushed; the other one is privileged and it is not; the other one has an owner who would lose it, or, pushed,
 * would give its owner to what they do not own; or the other one has views of its own.
 */
async function decidePairs({ tx }: MergeScope): Promise<Pair[]> {
  return tx.$queryRaw<Pair[]>(sql`
    WITH side AS (
      SELECT i.id, i.name, i.privileged, i.owner_id, i.first_seen_at, ${TRUST} AS trust, EXISTS (SELECT FROM identity v WHERE v.merged_into_id = i.id) AS has_views,
             num_nonnulls(i.owner_id, i.purpose, i.environment, i.expires_at, i.sponsor_id) > 0 AS declared
        FROM identity i JOIN system s ON s.id = i.system_id
       WHERE i.id IN (SELECT mine_id FROM correlated UNION SELECT their_id FROM correlated) AND i.merged_into_id IS NULL AND i.vanished_at IS NULL AND i.lifecycle = 'active'
    ), ranked AS (
      SELECT c.mine_id, c.their_id, c.key, m.name,
             (m.trust, m.has_views, m.owner_id IS NOT NULL, t.first_seen_at, t.id) > (t.trust, t.has_views, t.owner_id IS NOT NULL, m.first_seen_at, m.id) AS mine_stays
        FROM correlated c JOIN side m ON m.id = c.mine_id JOIN side t ON t.id = c.their_id WHERE c.rivals = 1 AND c.rivals_here = 1
    )
    SELECT a.id AS "aliasId", k.id AS "survivorId", r.key, r.name,
           CASE WHEN k.trust = ${PUSHED}::int THEN 'pushed'
                WHEN a.has_views THEN 'views'
                WHEN a.privileged AND NOT k.privileged THEN 'privileged'
                WHEN a.owner_id <> k.owner_id OR (a.trust = ${PUSHED}::int AND a.declared AND a.owner_id IS DISTINCT FROM k.owner_id) THEN 'owner' END AS why
      FROM ranked r JOIN side k ON k.id = CASE WHEN r.mine_stays THEN r.mine_id ELSE r.their_id END JOIN side a ON a.id = CASE WHEN r.mine_stays THEN r.their_id ELSE r.mine_id END
     ORDER BY r.name, r.mine_id`)
}

const KEPT = 50
const BY_HAND = 'merge it by hand where it belongs'
const WHY: Record<Why, string> = {
  pushed: 'sources that push say so, and anybody who has a token can',
  privileged: 'one of the two is privileged, and would be hidden behind the one that is not',
  owner: 'different people answer for the two',
  views: 'both have been merged with others',
}

/** Says nothing of the other one: whoever pushed this may not see it. */
const leftApart = (pairs: readonly Pair[]): RunNote[] =>
  pairs
    .flatMap(({ name, why }) =>
      why === null
        ? []
        : [
            {
              code: 'left_apart',
              subject: name,
              text: `${name} shares a key with an identity of another system, and was not merged with it because ${WHY[why]}: ${BY_HAND}`,
            },
          ],
    )
    .slice(0, KEPT)

async function unclear({ tx }: MergeScope): Promise<RunNote[]> {
  const rows = await tx.$queryRaw<{ name: string; rivals: number; here: number }[]>`
    SELECT i.name, max(c.rivals)::int AS rivals, max(c.rivals_here)::int AS here FROM correlated c JOIN identity i ON i.id = c.mine_id
     WHERE c.rivals > 1 OR c.rivals_here > 1 GROUP BY i.id, i.name ORDER BY i.name LIMIT ${KEPT}`
  return rows.map(({ name, rivals, here }) => ({
    code: 'ambiguous_correlation',
    subject: name,
    text:
      rivals > 1
        ? `${name} has keys of ${rivals} identities of other systems, so it was merged with none: ${BY_HAND}`
        : `${name} has a key that ${here} identities of this system have, so it was merged with none: ${BY_HAND}`,
  }))
}
