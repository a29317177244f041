import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { openText } from '#lib/crypto/envelope.ts'
import { mayReveal } from './rules.ts'
import { LeaseById } from './schemas.ts'
import { secretPurpose } from './secret-purpose.ts'
import { getLease } from './store.ts'

/** Shows the secret to its holder, once. Throws `forbidden` to anybody else, `conflict` when it was shown before or the lease is not active. */
export const revealSecret = command({
  permission: 'leases.reveal',
  input: LeaseById,
  async run({ tx, actor, now, context }, { id }) {
    const lease = await getLease(tx, id)
    if (actor.kind !== 'user' || actor.userId !== lease.holderId) throw new TenureError('forbidden', 'Only its holder sees the secret of a lease')
    if (!mayReveal(actor.userId, lease) || !lease.secretSealed)
      throw new TenureError('conflict', lease.secretRevealedAt ? 'The secret was shown already: it is shown once' : 'This lease is not active')
    const { count } = await tx.lease.updateMany({ where: { id, state: 'active', secretRevealedAt: null }, data: { secretRevealedAt: now } })
    if (count === 0) throw new TenureError('conflict', 'The secret was shown already: it is shown once')
    const secret = openText(context.keyring, lease.secretSealed, secretPurpose(id))
    const login = lease.login as Record<string, string | number>
    return { output: { secret, login }, changes: { entity: 'lease', id, before: { secretRevealedAt: null }, after: { secretRevealedAt: now } } }
  },
})
