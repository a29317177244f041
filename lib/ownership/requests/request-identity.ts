import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { IdentityRequestId } from '#lib/core/ids.ts'
import { lockSystem } from '#lib/systems/store.ts'
import { expiryProblem } from '../rules.ts'
import { requireActivePeople } from '../store.ts'
import { RequestIdentity } from './schemas.ts'
import { requireFreeKey } from './store.ts'

/**
 * Asks for an identity that does not exist yet, with owner, purpose, environment and expiry. Throws `not_found` for a system that is not there, `invalid` for an
 * expiry out of bounds or an owner who left, `conflict` for a key that the system has or that somebody asked for.
 */
export const requestIdentity = command({
  permission: 'ownership.requestIdentity',
  input: RequestIdentity,
  async run({ tx, actor, now }, wish) {
    if (actor.kind !== 'user') throw new TenureError('forbidden', 'Only a person asks here')
    const problem = expiryProblem(wish.expiresAt, now)
    if (problem) throw new TenureError('invalid', `expiresAt: ${problem}`, { fields: { expiresAt: problem } })
    // The system's row is held, so that of two people who ask for one key the second finds it asked for.
    await lockSystem(tx, wish.systemId)
    await requireActivePeople(tx, [wish.ownerId])
    await requireFreeKey(tx, wish)
    const after = await tx.identityRequest.create({ data: { id: IdentityRequestId.create(), ...wish, requesterId: actor.userId, createdAt: now } })
    return { output: { id: after.id }, changes: { entity: 'identity_request', id: after.id, before: null, after }, reason: wish.justification }
  },
})
