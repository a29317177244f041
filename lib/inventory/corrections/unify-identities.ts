import { command } from '#lib/command/command.ts'
import { actorKey } from '#lib/core/actor.ts'
import { TenureError } from '#lib/core/errors.ts'
import { IdentityMergeId } from '#lib/core/ids.ts'
import { mergeInto } from '../merge/merge-into.ts'
import { registerChanged } from '../register-changed.ts'
import { UnifyIdentities } from './schemas.ts'
import { lockIdentities } from './store.ts'

/**
 * Says that two identities are one principal: the first becomes a view of the second. Throws `not_found` for what does not exist, and `conflict` when one of the
 * two is a view of another already, is gone from its system, or has views of its own that would have to move with it.
 */
export const unifyIdentities = command({
  permission: 'inventory.unify',
  input: UnifyIdentities,
  async run({ tx, actor, now }, { id, intoId, reason }) {
    const rows = await lockIdentities(tx, [id, intoId])
    const from = rows.find((row) => row.id === id)
    const into = rows.find((row) => row.id === intoId)
    if (!from || !into) throw new TenureError('not_found', 'There is no such identity')
    const merged = rows.find((row) => row.mergedIntoId !== null)
    if (merged) throw new TenureError('conflict', `${merged.name} is merged with another identity already: take those apart first`)
    const gone = rows.find((row) => row.vanishedAt !== null)
    if (gone) throw new TenureError('conflict', `${gone.name} is gone from its system: what is merged with it would be out of sight`)
    if ((await tx.identity.count({ where: { mergedIntoId: id } })) > 0)
      throw new TenureError('conflict', `Others are merged into ${from.name}: merge ${into.name} into it instead, or take them apart first`)
    const merge = { id: IdentityMergeId.create(), identityId: id, intoId, key: null, reason, madeBy: actorKey(actor) }
    await mergeInto(tx, [merge], now)
    const changes = { entity: 'identity', id, before: { mergedIntoId: null }, after: { mergedIntoId: intoId } }
    return { output: { id: merge.id }, changes, reason, jobs: registerChanged([id, intoId]) }
  },
})
