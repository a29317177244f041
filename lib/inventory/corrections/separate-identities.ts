import { command } from '#lib/command/command.ts'
import { actorKey } from '#lib/core/actor.ts'
import { TenureError } from '#lib/core/errors.ts'
import { registerChanged } from '../register-changed.ts'
import { SeparateIdentities } from './schemas.ts'

/**
 * Undoes a merge: both identities stand in the register for themselves again, each with what was declared for it, and no source merges them again. Throws
 * `not_found` for a merge that does not exist and `conflict` for one that is undone already.
 */
export const separateIdentities = command({
  permission: 'inventory.separate',
  input: SeparateIdentities,
  async run({ tx, actor, now }, { id, reason }) {
    const merge = await tx.identityMerge.findUnique({ where: { id } })
    if (!merge) throw new TenureError('not_found', 'There is no such merge')
    const undone = await tx.identityMerge.updateMany({ where: { id, undoneAt: null }, data: { undoneAt: now, undoneBy: actorKey(actor) } })
    if (undone.count === 0) throw new TenureError('conflict', 'These two were taken apart already')
    await tx.identity.updateMany({ where: { id: merge.identityId, mergedIntoId: merge.intoId }, data: { mergedIntoId: null } })
    const changes = { entity: 'identity', id: merge.identityId, before: { mergedIntoId: merge.intoId }, after: { mergedIntoId: null } }
    return { output: { identityId: merge.identityId }, changes, reason, jobs: registerChanged([merge.identityId, merge.intoId]) }
  },
})
