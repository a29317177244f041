import type { Actor } from '#lib/core/actor.ts'
import { DAY, shift } from '#lib/core/time.ts'

/** What a finding can be about, in the order of the screens. */
export const RULE_NAMES = [
  'exposed',
  'orphaned',
  'expired',
  'human_use',
  'shared',
  'unrotated',
  'privileged_unreviewed',
  'stale',
  'no_purpose',
  'no_expiry',
  'no_environment',
  'no_boundary',
  'source_stale',
] as const
export type RuleName = (typeof RULE_NAMES)[number]

export const FINDING_STATES = ['open', 'accepted', 'snoozed', 'closed'] as const
export type FindingState = (typeof FINDING_STATES)[number]

/** From which score on a finding has which severity, the worst first. */
export const SEVERITY_FROM = { critical: 80, high: 60, medium: 35, low: 0 } as const
export type Severity = keyof typeof SEVERITY_FROM
// The keys of a literal are its keys.
export const SEVERITIES = Object.keys(SEVERITY_FROM) as Severity[]

/** The severity of a score between 0 and 100. */
export function severityOf(score: number): Severity {
  return SEVERITIES.find((severity) => score >= SEVERITY_FROM[severity]) ?? 'low'
}

/** One line of a score: what counts, and for how much. A finding's lines sum to its score. */
export type ScoreLine = { what: string; points: number }

export const MAX_ACCEPT_DAYS = 365
export const MAX_SNOOZE_DAYS = 30

/** What is wrong with the end of an acceptance or a snooze, for the person who chose it; null when it is fine. Exactly now is past, exactly the last day is fine. */
export function untilProblem(verb: 'accept' | 'snooze', until: Date, now: Date): string | null {
  const days = verb === 'accept' ? MAX_ACCEPT_DAYS : MAX_SNOOZE_DAYS
  if (until <= now) return 'The end must lie in the future'
  if (until > shift(now, days * DAY)) return `The end can lie at most ${days} days ahead`
  return null
}

const isUser = (actor: Actor, ...roles: readonly string[]) => actor.kind === 'user' && actor.roles.some((role) => roles.includes(role))

/** Who may accept the risk of a finding: an admin or CISO, and never the one who answers for the identity that it is about. */
export function mayAccept(actor: Actor, { ownerId }: { ownerId: string | null }): boolean {
  return isUser(actor, 'admin', 'ciso') && actor.kind === 'user' && actor.userId !== ownerId
}

/** Who may put a finding off, or open it again: an admin or CISO for any, an owner for what is found about their own identities. */
export function maySnooze(actor: Actor, { ownerId }: { ownerId: string | null }): boolean {
  return isUser(actor, 'admin', 'ciso') || (isUser(actor, 'owner') && actor.kind === 'user' && actor.userId === ownerId)
}
