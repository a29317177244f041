import type { Outcome, Scope } from '#lib/command/command.ts'
import { actorKey } from '#lib/core/actor.ts'
import { TenureError } from '#lib/core/errors.ts'
import { OffboardingId } from '#lib/core/ids.ts'
import { registerChanged } from '#lib/inventory/register-changed.ts'
import type { Parties } from '#lib/ownership/rules.ts'
import { type Cause, WATCH_DAYS } from './rules.ts'
import { findOpen, type Leaving, lockLeaving, NOT_YOURS } from './store.ts'

type Opening = { id: string; cause: Cause; reason: string; lifecycle: 'offboarding' | 'quarantined'; watchDays?: number }

/**
 * Starts an offboarding: its row and its job are on record before anything happens on the target. Throws `forbidden` for whom `allowed` refuses,
 * `conflict` for an identity that is gone, planned, another's other view, or on its way out already; the worker, which may run twice, then finds its work done.
 */
export async function openOffboarding(
  { tx, actor, now }: Scope,
  { id, cause, reason, lifecycle, watchDays = WATCH_DAYS }: Opening,
  allowed: (parties: Parties) => boolean,
): Promise<Outcome<{ id: OffboardingId }>> {
  const { identity, parties } = await lockLeaving(tx, actor, id)
  if (!allowed(parties)) throw new TenureError('forbidden', NOT_YOURS)
  const open = await findOpen(tx, id)
  if (open && actor.kind === 'system') return { output: { id: open.id }, changes: [] }
  if (open) throw new TenureError('conflict', `${identity.name} is on its way out already: restore it, or delete it, from there`)
  refuseWhatCannotLeave(identity)

  const row = await tx.offboarding.create({ data: newOffboarding(identity, { cause, reason, watchDays }, actorKey(actor), now) })
  await tx.identity.update({ where: { id }, data: { lifecycle } })
  return {
    output: { id: row.id as OffboardingId },
    changes: [
      { entity: 'offboarding', id: row.id, before: null, after: { identityId: id, name: identity.name, cause, state: row.state, watchDays } },
      { entity: 'identity', id, before: { lifecycle: identity.lifecycle }, after: { lifecycle } },
    ],
    reason,
    jobs: [...(identity.byDriver ? [{ job: 'lifecycle.advance' as const, data: { offboardingId: row.id } }] : []), ...registerChanged([id])],
  }
}

/** The row of a new offboarding: with a driver its first step is due now; otherwise people do it and the readings of the source show it. */
export function newOffboarding(
  identity: { id: string; byDriver: boolean },
  { cause, reason, watchDays }: { cause: Cause; reason: string; watchDays: number },
  requestedBy: string,
  now: Date,
) {
  const state = identity.byDriver ? 'disabling' : 'awaiting_source'
  const nextAttemptAt = identity.byDriver ? now : null
  return {
    id: OffboardingId.create(),
    identityId: identity.id,
    cause,
    state,
    reason,
    requestedBy,
    requestedAt: now,
    byDriver: identity.byDriver,
    watchDays,
    nextAttemptAt,
  }
}

function refuseWhatCannotLeave({ name, vanishedAt, mergedIntoId, lifecycle, systemName }: Leaving): void {
  if (vanishedAt) throw new TenureError('conflict', `${name} is gone from ${systemName}, so there is nothing left to take out of service`)
  if (mergedIntoId) throw new TenureError('conflict', `${name} is another source’s view of an identity: offboard that one`)
  if (lifecycle === 'planned') throw new TenureError('conflict', `${name} was not seen on ${systemName} yet, so there is nothing to take out of service`)
}
