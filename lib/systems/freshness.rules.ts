import { DAY, MINUTE } from '#lib/core/time.ts'

/** How long what a source said counts as current, in milliseconds. */
export const CURRENT_FOR = { live: 2 * DAY, file: 7 * DAY } as const

export type Freshness = 'never' | 'fresh' | 'stale'

/** How current one source is. `gate`: whoever relies on it (the launch of a campaign) is held up, unless they override with a reason. */
export type FreshnessVerdict = { state: Freshness; lastGoodAt: Date | null; limit: number; gate: boolean }

/** Whether what the register knows from a source is current, by its last good reading. At exactly two days (live) or seven (file) it still is. */
export function freshnessOf({ live, lastGoodAt }: { live: boolean; lastGoodAt: Date | null }, now: Date): FreshnessVerdict {
  const limit = CURRENT_FOR[live ? 'live' : 'file']
  const state = !lastGoodAt ? 'never' : now.getTime() - lastGoodAt.getTime() > limit ? 'stale' : 'fresh'
  return { state, lastGoodAt, limit, gate: state !== 'fresh' }
}

/** A part of a system that is read by itself: the live connection, or one format of its files. */
export type FreshnessPart = FreshnessVerdict & { part: string }

/** A system is as fresh as the part of it that was read longest ago: a new export of one kind says nothing about another. */
export function freshnessOfSystem(
  system: { live: boolean; lastSyncedAt: Date | null },
  formats: readonly { part: string; lastGoodAt: Date }[],
  now: Date,
): FreshnessVerdict & { parts: FreshnessPart[] } {
  const { live, lastSyncedAt } = system
  const read = live || formats.length === 0 ? [{ part: live ? 'live' : 'file', lastGoodAt: lastSyncedAt }] : formats
  const parts = read
    .map(({ part, lastGoodAt }) => ({ part, ...freshnessOf({ live, lastGoodAt }, now) }))
    .toSorted((one, other) => (one.lastGoodAt?.getTime() ?? 0) - (other.lastGoodAt?.getTime() ?? 0))
  const { part: _, ...worst } = parts[0] ?? { part: '', ...freshnessOf({ live, lastGoodAt: null }, now) }
  return { ...worst, parts }
}

/** How often a live system is read by itself unless somebody says otherwise, in minutes. */
export const DEFAULT_SYNC_MINUTES = 360

/** Whether a reading by the clock is due: nothing waits or goes on, and the last attempt (or the connection of the system) lies an interval back. */
export function isSyncDue({ everyMinutes, lastAttemptAt }: { everyMinutes: number; lastAttemptAt: Date }, now: Date): boolean {
  return now.getTime() - lastAttemptAt.getTime() >= everyMinutes * MINUTE
}
