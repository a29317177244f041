import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { beginEnding } from './begin-ending.ts'
import { LeaseById } from './schemas.ts'
import { getLease } from './store.ts'

/** "I'm done": the holder ends the lease before its time. Throws `forbidden` to anybody else. */
export const completeLease = command({
  permission: 'leases.complete',
  input: LeaseById,
  async run({ tx, actor, now }, { id }) {
    const lease = await getLease(tx, id)
    if (actor.kind !== 'user' || actor.userId !== lease.holderId)
      throw new TenureError('forbidden', 'Only its holder completes a lease; an approver or admin can revoke it')
    return beginEnding(tx, now, { id, endReason: 'done', reason: null })
  },
})
