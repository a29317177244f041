import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { AccessRequestById } from './schemas.ts'
import { getRequest } from './store.ts'

/** Takes back one's own request while nobody has answered it. Throws `forbidden` to anybody else, `conflict` when it was answered. */
export const cancelRequest = command({
  permission: 'access.cancel',
  input: AccessRequestById,
  async run({ tx, actor, now }, { id }) {
    const { request: before } = await getRequest(tx, id)
    if (actor.kind !== 'user' || actor.userId !== before.requesterId) throw new TenureError('forbidden', 'Only who asked can cancel this request')
    const [after] = await tx.accessRequest.updateManyAndReturn({ where: { id, state: 'pending' }, data: { state: 'cancelled', decidedAt: now } })
    if (!after) throw new TenureError('conflict', 'This request was answered already')
    return { output: { id }, changes: { entity: 'access_request', id, before, after } }
  },
})
