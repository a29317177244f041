import { type Actor, actorKey } from '#lib/core/actor.ts'
import { DAY, MINUTE, shift } from '#lib/core/time.ts'

/** What a person declares about an identity; with all four it is governed. */
export type Stewardship = { ownerId: string | null; purpose: string | null; environment: string | null; expiresAt: Date | null }

/** Who may change owner, purpose, environment and expiry of an identity: an admin, and its owner while they hold the role. */
export function maySteward(actor: Actor, identity: { ownerId: string | null }): boolean {
  if (actor.kind !== 'user') return false
  return actor.roles.includes('admin') || (actor.roles.includes('owner') && identity.ownerId === actor.userId)
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
