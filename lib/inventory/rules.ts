import type { Actor } from '#lib/core/actor.ts'
import { relativeInWords } from '#lib/core/time.ts'

/** Who takes a merge apart when no person does, because it hid what must be seen: such a pair may be merged again. */
export const RELEASED_BY = 'system:inventory.release'

/** Counts stop here: nobody pages further, and an exact count reads every row. */
export const COUNT_CAP = 1_000

export type CappedCount = { count: number; capped: boolean }

/** A count for the screen: `412`, or `1,000+` when counting stopped. */
export function countInWords({ count, capped }: CappedCount): string {
  return `${count.toLocaleString('en-US')}${capped ? '+' : ''}`
}

export type LastUse = { lastUsedAt: Date | null; lastUseKnown: string }

/**
 * The last use in words. No event is never "never used": a source that keeps no record of uses says nothing about them,
 * and logs only say what was not seen in them.
 */
export function lastUseInWords({ lastUsedAt, lastUseKnown }: LastUse, now: Date): string {
  if (lastUseKnown === 'unknown') return 'the source does not say'
  if (lastUsedAt) return relativeInWords(lastUsedAt, now)
  return lastUseKnown === 'exact' ? 'no use on record' : 'not seen in 90 days of logs'
}

/** Who may say that an identity is something else than its source says: an admin, and its owner while they hold the role. */
export function mayCorrect(actor: Actor, identity: { ownerId: string | null }): boolean {
  if (actor.kind !== 'user') return false
  return actor.roles.includes('admin') || (actor.roles.includes('owner') && identity.ownerId === actor.userId)
}
