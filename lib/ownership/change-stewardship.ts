import type { Scope } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { expiryProblem, maySteward, type Stewardship } from './rules.ts'
import type { Target } from './schemas.ts'
import { lockIdentities, requireActivePeople, type Steward } from './store.ts'
import { writeStewardship } from './write-stewardship.ts'

/**
 * Declares one or more of owner, purpose, environment and expiry for identities: for all of them or for none.
 * Throws `forbidden` for what the actor does not steward, `not_found` to an admin for what does not exist, `invalid` for an expiry out of
 * bounds or an owner who left, `conflict` for what is gone from its system or was changed since the form was loaded.
 */
export async function changeStewardship({ tx, actor, now }: Scope, target: Target, values: Partial<Stewardship>) {
  const identities = await lockIdentities(tx, target.ids)
  const mine = identities.filter((identity) => maySteward(actor, identity))
  const admin = actor.kind === 'user' && actor.roles.includes('admin')
  if (mine.length < target.ids.length)
    throw admin
      ? new TenureError('not_found', missing(target.ids.length - mine.length, target.ids.length))
      : new TenureError('forbidden', notYours(target.ids.length - mine.length, target.ids.length))

  const problem = values.expiresAt ? expiryProblem(values.expiresAt, now) : null
  if (problem) throw new TenureError('invalid', `expiresAt: ${problem}`, { fields: { expiresAt: problem } })
  if (values.ownerId) await requireActivePeople(tx, [values.ownerId])
  for (const identity of identities) refuseWhatMoved(identity, target)

  return writeStewardship(
    tx,
    identities.map((before) => ({ before, after: { ...before, ...values } })),
    target.reason,
  )
}

/** Throws `conflict` for an identity that is gone, or that is not what the form showed. */
function refuseWhatMoved({ id, name, vanishedAt, revision }: Steward, { ids, revision: only, revisions }: Target): void {
  if (vanishedAt) throw new TenureError('conflict', `${name} is gone from its system, so there is nothing left to govern`)
  const expected = revisions[id] ?? (ids.length === 1 ? only : undefined)
  if (expected !== undefined && expected !== revision) throw new TenureError('conflict', `${name} was changed meanwhile: reload, and make your change again`)
}

function notYours(count: number, of: number): string {
  return of === 1
    ? 'Only its owner or an admin can change this identity'
    : `${count} of these ${of} identities are not yours: only their owner or an admin can change them`
}

function missing(count: number, of: number): string {
  return of === 1 ? 'There is no such identity' : `${count} of these ${of} identities do not exist`
}
