import { type Actor, actorKey } from '#lib/core/actor.ts'
import { DAY, MINUTE, shift } from '#lib/core/time.ts'

/** What a person declares about an identity; with owner, purpose, environment and expiry it is governed. Backups or a team, never both. */
export type Stewardship = {
  ownerId: string | null
  purpose: string | null
  environment: string | null
  expiresAt: Date | null
  backupIds: string[]
  teamId: string | null
  sponsorId: string | null
}

/** Who has to do with an identity. `inTeam`: the actor is of its team, or of its system's where it has none. */
export type Parties = { ownerId: string | null; backupIds: readonly string[]; sponsorId: string | null; inTeam: boolean }

const hasRole = (actor: Actor, role: 'admin' | 'owner') => actor.kind === 'user' && actor.roles.includes(role)

/** Who may change everything that is declared of an identity: an admin, and its owner while they hold the role. */
export function maySteward(actor: Actor, identity: { ownerId: string | null }): boolean {
  if (actor.kind !== 'user') return false
  return hasRole(actor, 'admin') || (hasRole(actor, 'owner') && identity.ownerId === actor.userId)
}

/** Who stands in for the owner: a backup, or somebody of the team, while they hold the role. */
export function mayStandIn(actor: Actor, { backupIds, inTeam }: Pick<Parties, 'backupIds' | 'inTeam'>): boolean {
  return actor.kind === 'user' && hasRole(actor, 'owner') && (backupIds.includes(actor.userId) || inTeam)
}

/** Who may say what an identity is for, where it runs and until when: whoever stewards it or stands in for its owner. */
export function mayDeclare(actor: Actor, identity: Parties): boolean {
  return maySteward(actor, identity) || mayStandIn(actor, identity)
}

/** Who may make themselves the owner: whoever stands in, once nobody who is active owns it. */
export function mayTakeOver(actor: Actor, identity: Parties & { ownerActive: boolean | null }): boolean {
  return mayStandIn(actor, identity) && identity.ownerActive !== true
}

/** Who may have an identity disabled: whoever stewards it, stands in for its owner, or sponsors it. */
export function mayDisable(actor: Actor, identity: Parties): boolean {
  return mayDeclare(actor, identity) || (actor.kind === 'user' && identity.sponsorId === actor.userId)
}

/** The stewardship under a new owner: nobody is their own backup, and a sponsor stands apart from the owner. */
export function underOwner(before: Stewardship, ownerId: string): Stewardship {
  return { ...before, ownerId, backupIds: before.backupIds.filter((id) => id !== ownerId), sponsorId: before.sponsorId === ownerId ? null : before.sponsorId }
}

/** Nothing is granted without an end that somebody will live to see. */
export const MAX_EXPIRY_DAYS = 400

/** What is wrong with an expiry, for the person who chose it; null when it is fine. Exactly now is past, exactly 400 days ahead is fine. */
export function expiryProblem(expiresAt: Date, now: Date): string | null {
  if (expiresAt <= now) return 'The expiry must lie in the future'
  if (expiresAt > shift(now, MAX_EXPIRY_DAYS * DAY)) return `The expiry can lie at most ${MAX_EXPIRY_DAYS} days ahead`
  return null
}

const TAKE_BACK = 10 * MINUTE

/** Whether somebody may take back the newest change of ownership: their own, ten minutes old at most, and not a taking back itself. */
export function mayTakeBack(actor: Actor, newest: { actor: string; action: string; at: Date }, now: Date): boolean {
  return newest.actor === actorKey(actor) && newest.action !== 'ownership.takeBack' && newest.at >= shift(now, -TAKE_BACK)
}
