import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import type { Parties } from '#lib/ownership/rules.ts'
import { type Cause, mayRestore, type OffboardingState } from './rules.ts'
import { RestoreIdentity } from './schemas.ts'
import { findOpen, type Leaving, lockLeaving, NOT_YOURS } from './store.ts'

/**
 * Brings an identity back that is on its way out: the worker restores on the target what it remembered, or people do it at the source.
 * Throws `forbidden` (see `mayRestore`), `conflict` when nothing is open, when it is being deleted, or when it would be taken out of service again at once.
 */
export const restoreIdentity = command({
  permission: 'lifecycle.restoreIdentity',
  input: RestoreIdentity,
  async run({ tx, actor, now }, { id, reason }) {
    const { identity, parties } = await lockLeaving(tx, actor, id)
    const open = await findOpen(tx, id)
    if (!mayRestore(actor, parties, open?.cause ?? 'requested')) throw new TenureError('forbidden', NOT_YOURS)
    if (!open) throw new TenureError('conflict', `${identity.name} is not on its way out: there is nothing to restore`)
    const obstacle = whyNot(open, identity, parties, now)
    if (obstacle) throw new TenureError('conflict', obstacle)

    const nextAttemptAt = open.byDriver ? now : null
    await tx.offboarding.update({ where: { id: open.id }, data: { state: 'restoring', problem: null, attempts: 0, nextAttemptAt } })
    return {
      output: { id: open.id },
      changes: { entity: 'offboarding', id: open.id, before: { state: open.state }, after: { state: 'restoring', identityId: id } },
      reason,
      jobs: [{ job: 'lifecycle.advance', data: { offboardingId: open.id } }],
    }
  },
})

type Open = { state: OffboardingState; cause: Cause; nextAttemptAt: Date | null }

/** Why an identity cannot be restored now, and what to do first; null when it can. */
function whyNot(
  { state, cause, nextAttemptAt }: Open,
  { name, expiresAt, systemName }: Leaving,
  { ownerActive }: Parties & { ownerActive: boolean | null },
  now: Date,
) {
  const underWay = nextAttemptAt !== null
  if (state === 'removing' && underWay) return `${name} is being deleted on ${systemName}: it cannot be restored any more`
  if (state === 'restoring' && underWay) return `${name} is being restored already`
  if (expiresAt && expiresAt <= now)
    return `${name} expired on ${expiresAt.toISOString().slice(0, 10)}: set a later expiry first, or it would be disabled again at once`
  if (cause === 'succession' && !ownerActive) return `Nobody answers for ${name}: assign an owner first`
  return null
}
