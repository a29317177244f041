import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { IdentityRequestById } from './schemas.ts'
import { getIdentityRequest } from './store.ts'

/** Takes back one's own request while nobody has answered it. Throws `forbidden` to anybody else, `conflict` when it was answered. */
export const cancelIdentityRequest = command({
  permission: 'ownership.cancelIdentityRequest',
  input: IdentityRequestById,
  async run({ tx, actor, now }, { id }) {
    const before = await getIdentityRequest(tx, id)
    if (actor.kind !== 'user' || actor.userId !== before.requesterId) throw new TenureError('forbidden', 'Only who asked can cancel this request')
    const [after] = await tx.identityRequest.updateManyAndReturn({ where: { id, state: 'pending' }, data: { state: 'cancelled', decidedAt: now } })
    if (!after) throw new TenureError('conflict', 'This request was answered already')
    return { output: { id }, changes: { entity: 'identity_request', id, before, after } }
  },
})
