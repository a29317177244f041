import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { IdentityId } from '#lib/core/ids.ts'
import { registerChanged } from '#lib/inventory/register-changed.ts'
import { expiryProblem } from '../rules.ts'
import { requireActivePeople } from '../store.ts'
import { mayAnswer } from './rules.ts'
import { ApproveIdentityRequest } from './schemas.ts'
import { getIdentityRequest } from './store.ts'

/**
 * Says yes to a request: the identity enters the register as planned, governed from its first moment; it becomes active when a source shows it.
 * Throws `forbidden` to the requester, `conflict` when it was answered or its key was taken meanwhile, or when its end is past, `invalid` when the owner left.
 */
export const approveIdentityRequest = command({
  permission: 'ownership.approveIdentityRequest',
  input: ApproveIdentityRequest,
  async run({ tx, actor, now }, { id, comment }) {
    const before = await getIdentityRequest(tx, id)
    if (actor.kind !== 'user' || !mayAnswer(actor, before)) throw new TenureError('forbidden', 'Somebody else must answer this request')
    if (before.state !== 'pending') throw new TenureError('conflict', 'This request was answered already')
    const problem = expiryProblem(before.expiresAt, now)
    if (problem) throw new TenureError('conflict', `${problem}: deny this request, and have it made again`)
    await requireActivePeople(tx, [before.ownerId])

    const { systemId, externalId, name, ownerId, purpose, environment, expiresAt } = before
    const identity = {
      id: IdentityId.create(),
      systemId,
      externalId,
      name,
      ownerId,
      purpose,
      environment,
      expiresAt,
      class: before.class,
      classReason: 'As it was asked for and approved',
      lifecycle: 'planned',
      enabled: false,
      firstSeenAt: now,
      lastSeenAt: now,
    }
    // The key decides the race against a discovery that found it first.
    const { count } = await tx.identity.createMany({ data: [identity], skipDuplicates: true })
    if (count === 0) throw new TenureError('conflict', 'Its system has this key already: give what is there an owner instead, and deny this request')
    const [after] = await tx.identityRequest.updateManyAndReturn({
      where: { id, state: 'pending' },
      data: { state: 'approved', decidedBy: actor.userId, decidedAt: now, comment: comment || null, identityId: identity.id },
    })
    if (!after) throw new TenureError('conflict', 'This request was answered already')
    return {
      output: { id, identityId: identity.id },
      changes: [
        { entity: 'identity_request', id, before, after },
        { entity: 'identity', id: identity.id, before: null, after: identity },
      ],
      reason: comment || null,
      jobs: registerChanged([identity.id]),
    }
  },
})
