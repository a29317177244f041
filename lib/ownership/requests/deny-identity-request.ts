import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { mayAnswer } from './rules.ts'
import { DenyIdentityRequest } from './schemas.ts'
import { getIdentityRequest } from './store.ts'

/** Says no to a request, and why. Throws `forbidden` to the requester, `conflict` when it was answered. */
export const denyIdentityRequest = command({
  permission: 'ownership.denyIdentityRequest',
  input: DenyIdentityRequest,
  async run({ tx, actor, now }, { id, comment }) {
    const before = await getIdentityRequest(tx, id)
    if (actor.kind !== 'user' || !mayAnswer(actor, before)) throw new TenureError('forbidden', 'Somebody else must answer this request')
    const [after] = await tx.identityRequest.updateManyAndReturn({
      where: { id, state: 'pending' },
      data: { state: 'denied', decidedBy: actor.userId, decidedAt: now, comment },
    })
    if (!after) throw new TenureError('conflict', 'This request was answered already')
    return { output: { id }, changes: { entity: 'identity_request', id, before, after }, reason: comment }
  },
})
