import { DAY, shift } from '#lib/core/time.ts'

/** What holds where neither the credential nor its trust boundary says anything. */
export const DEFAULT_ROTATION_DAYS = 90

type Dated = {
  kind: string
  enabled: boolean
  rotationDays: number | null
  lastRotatedAt: Date | null
  sourceCreatedAt: Date | null
  firstSeenAt: Date
  vanishedAt: Date | null
}

export type Rotation = {
  state: 'none' | 'fine' | 'due' | 'overdue'
  days: number
  /** Whose number of days it is. */
  from: 'credential' | 'boundary' | 'default'
  since: Date
  /** What `since` is: its rotation, its making, or only the first time that it was seen (it is at least as old). */
  sinceIs: 'rotated' | 'made' | 'first_seen'
  dueAt: Date
  /** The arithmetic, for the person who asks why. */
  words: string
}

const FROM: Record<Rotation['from'], string> = { credential: 'set for this credential', boundary: 'from its trust boundary', default: 'the default' }
const SINCE: Record<Rotation['sinceIs'], string> = { rotated: 'rotated', made: 'made and never rotated', first_seen: 'first seen (it may be older)' }
const onDay = (instant: Date) => instant.toISOString().slice(0, 10)

/**
 * By when a credential must be rotated: its own days, else its boundary's, else 90, from its last rotation, else its making, else the first time that it was
 * seen. Due in the last quarter of its time (14 days at most); overdue from `dueAt` on. A trust without a secret, and what is gone or disabled, needs none.
 */
export function rotationOf(credential: Dated, boundaryDays: number | null, now: Date): Rotation {
  const { rotationDays, lastRotatedAt, sourceCreatedAt, firstSeenAt } = credential
  const from = rotationDays !== null ? 'credential' : boundaryDays !== null ? 'boundary' : 'default'
  const days = rotationDays ?? boundaryDays ?? DEFAULT_ROTATION_DAYS
  const sinceIs = lastRotatedAt ? 'rotated' : sourceCreatedAt ? 'made' : 'first_seen'
  const since = lastRotatedAt ?? sourceCreatedAt ?? firstSeenAt
  const dueAt = shift(since, days * DAY)
  const words = `${SINCE[sinceIs]} on ${onDay(since)} + ${days} days (${FROM[from]}) = ${onDay(dueAt)}`
  return { state: stateOf(credential, { days, dueAt }, now), days, from, since, sinceIs, dueAt, words }
}

function stateOf({ kind, enabled, vanishedAt }: Dated, { days, dueAt }: { days: number; dueAt: Date }, now: Date): Rotation['state'] {
  if (kind === 'federated_trust' || !enabled || vanishedAt) return 'none'
  if (dueAt <= now) return 'overdue'
  return dueAt <= shift(now, Math.min(14, days / 4) * DAY) ? 'due' : 'fine'
}
