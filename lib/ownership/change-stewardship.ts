import type { Scope } from '#lib/command/command.ts'
import type { Actor } from '#lib/core/actor.ts'
import { TenureError } from '#lib/core/errors.ts'
import { expiryProblem, mayDeclare, maySteward, type Stewardship, underOwner } from './rules.ts'
import type { Target } from './schemas.ts'
import { lockIdentities, requireActivePeople, type Steward } from './store.ts'
import { writeStewardship } from './write-stewardship.ts'

/** Who may make a change, and how that is said to everybody else. */
type Right = { may(actor: Actor, identity: Steward): boolean; holders: string }
export const STEWARDS: Right = { may: maySteward, holders: 'its owner or an admin' }
export const DECLARERS: Right = { may: mayDeclare, holders: 'its owner, a backup, its team or an admin' }

/**
 * Declares something of identities: for all of them or for none. Backups and a team take each other's place; a new owner is no backup and no sponsor any more.
 * Throws `forbidden` for what the actor has no right to, `not_found` to an admin for what does not exist, `invalid` for an expiry out of bounds, somebody
 * who left, or an owner who would be their own backup or sponsor, `conflict` for what is gone from its system or was changed since the form was loaded.
 */
export async function changeStewardship(scope: Scope, target: Target, values: Partial<Stewardship>, right = STEWARDS) {
  const { tx, actor, now } = scope
  const identities = await lockIdentities(tx, actor, target.ids)
  const mine = identities.filter((identity) => right.may(actor, identity))
  const admin = actor.kind === 'user' && actor.roles.includes('admin')
  const refused = target.ids.length - mine.length
  if (refused > 0)
    throw admin
      ? new TenureError('not_found', missing(refused, target.ids.length))
      : new TenureError('forbidden', notYours(refused, target.ids.length, right.holders))

  const problem = values.expiresAt ? expiryProblem(values.expiresAt, now) : null
  if (problem) throw invalid('expiresAt', problem)
  if (values.ownerId) await requireActivePeople(tx, [values.ownerId])
  if (values.backupIds) await requireActivePeople(tx, values.backupIds, 'backupIds')
  if (values.sponsorId) await requireActivePeople(tx, [values.sponsorId], 'sponsorId')
  for (const identity of identities) {
    refuseWhatMoved(identity, target)
    refuseTwoParts(identity, values)
  }
  return writeStewardship(
    scope,
    identities.map((before) => ({ before, after: changed(before, values) })),
    target.reason,
  )
}

function changed(before: Steward, values: Partial<Stewardship>): Stewardship {
  const after = { ...(values.ownerId ? underOwner(before, values.ownerId) : before), ...values }
  if (values.backupIds && values.backupIds.length > 0) return { ...after, teamId: null }
  return values.teamId ? { ...after, backupIds: [] } : after
}

/** Throws `conflict` for an identity that is gone, or that is not what the form showed. */
export function refuseWhatMoved(
  { id, name, vanishedAt, revision }: Steward,
  { ids, revision: only, revisions }: Pick<Target, 'ids' | 'revision' | 'revisions'>,
): void {
  if (vanishedAt) throw new TenureError('conflict', `${name} is gone from its system, so there is nothing left to govern`)
  const expected = revisions[id] ?? (ids.length === 1 ? only : undefined)
  if (expected !== undefined && expected !== revision) throw new TenureError('conflict', `${name} was changed meanwhile: reload, and make your change again`)
}

/** Throws `invalid` when the owner would be their own backup or sponsor. */
function refuseTwoParts({ name, ownerId }: Steward, { backupIds = [], sponsorId, ownerId: next }: Partial<Stewardship>): void {
  const owner = next ?? ownerId
  if (owner === null) return
  if (backupIds.includes(owner)) throw invalid('backupIds', `The owner of ${name} cannot be their own backup`)
  if (sponsorId === owner) throw invalid('sponsorId', `The owner of ${name} cannot be its sponsor too: the two stand apart`)
}

const invalid = (field: string, message: string) => new TenureError('invalid', `${field}: ${message}`, { fields: { [field]: message } })

function notYours(count: number, of: number, holders: string): string {
  return of === 1 ? `Only ${holders} can change this identity` : `${count} of these ${of} identities are not yours: only ${holders} can change them`
}

function missing(count: number, of: number): string {
  return of === 1 ? 'There is no such identity' : `${count} of these ${of} identities do not exist`
}
