import { DAY, shift } from '#lib/core/time.ts'

/** What a reviewer can say about an item. */
export const DECISIONS = ['certify', 'reduce', 'revoke', 'defer'] as const
export type Decision = (typeof DECISIONS)[number]

/** What a recommendation can say. It is shown with its reasons, and never chosen for anybody. */
export const RECOMMENDATIONS = ['certify', 'reduce', 'revoke'] as const
export type Recommendation = (typeof RECOMMENDATIONS)[number]

export const CAMPAIGN_STATES = ['draft', 'launching', 'active', 'closing', 'held', 'closed', 'rolled_back', 'cancelled'] as const
export type CampaignState = (typeof CAMPAIGN_STATES)[number]

/** How the answers of several people become the outcome of a stage. */
export const STRATEGIES = ['first_answer', 'any_denies', 'all_accept', 'accepted_unless_denied'] as const
export type Strategy = (typeof STRATEGIES)[number]

/** What the end of a campaign does to an item that nobody answered. */
export const NO_RESPONSES = ['keep', 'revoke', 'recommendation', 'escalate', 'ask_again'] as const
export type NoResponse = (typeof NO_RESPONSES)[number]

/** How far each decision goes: of several denials the farthest counts, so that no outcome takes less than somebody denied. */
const REACH: Record<Decision, number> = { certify: 0, defer: 1, reduce: 2, revoke: 3 }
export const denies = (decision: Decision): boolean => decision === 'reduce' || decision === 'revoke'

export type Answer = { by: string; decision: Decision; at: Date; removals?: readonly string[]; deferUntil?: Date | null }
export type StageOutcome = { decision: Decision; removals: string[]; deferUntil: Date | null }

/**
 * The outcome of a stage, or null while it is open; at its end null says that nobody answered as the strategy asks. `asked` are the people whose answer counts, without
 * whom the item was taken from; an answer of anybody else is ignored. Of equal answers the earliest counts.
 */
export function stageOutcome(strategy: Strategy, asked: readonly string[], answers: readonly Answer[], ended: boolean): StageOutcome | null {
  const given = answers.filter(({ by }) => asked.includes(by)).toSorted((one, other) => one.at.getTime() - other.at.getTime())
  const [first] = given
  if (strategy === 'first_answer') return first ? asOutcome([first]) : null
  const denial = farthest(given.filter(({ decision }) => denies(decision)))
  if (denial) return denial
  const everybody = asked.length > 0 && asked.every((person) => given.some(({ by }) => by === person))
  const rest = farthest(given)
  if (rest && (everybody || (ended && strategy !== 'all_accept'))) return rest
  return ended && strategy === 'accepted_unless_denied' ? { decision: 'certify', removals: [], deferUntil: null } : null
}

/** The farthest of some answers; null of none. Of several reductions everything that any of them takes away goes; of several deferrals the nearest end counts. */
function farthest(answers: readonly Answer[]): StageOutcome | null {
  const reach = Math.max(...answers.map(({ decision }) => REACH[decision]))
  const same = answers.filter(({ decision }) => REACH[decision] === reach)
  return same.length > 0 ? asOutcome(same) : null
}

function asOutcome(same: readonly Answer[]): StageOutcome {
  const decision = same[0]?.decision ?? 'certify'
  const ends = same.flatMap(({ deferUntil }) => deferUntil ?? []).toSorted((one, other) => one.getTime() - other.getTime())
  return {
    decision,
    removals: decision === 'reduce' ? [...new Set(same.flatMap(({ removals }) => removals ?? []))].toSorted() : [],
    deferUntil: decision === 'defer' ? (ends[0] ?? null) : null,
  }
}

/** Where an item goes from a stage that came to its outcome: on to the next one, or to its end. Stages count from one. */
export function afterStage(stages: readonly { passes: readonly Decision[] }[], stage: number, decision: Decision): 'next' | 'settled' {
  const here = stages[stage - 1]
  return stage < stages.length && here?.passes.includes(decision) ? 'next' : 'settled'
}

/** What becomes of an item that nobody answered, once its campaign closes. Escalation and asking again come before the close; `otherwise` is what they fall to. */
export function unanswered(
  rule: { does: NoResponse; otherwise: 'keep' | 'revoke' | 'recommendation' },
  recommendation: Recommendation,
): Recommendation | 'ask_again' {
  const does = rule.does === 'escalate' ? rule.otherwise : rule.does
  switch (does) {
    case 'keep':
      return 'certify'
    case 'revoke':
      return 'revoke'
    case 'recommendation':
      return recommendation
    case 'ask_again':
      return 'ask_again'
  }
}

/** From how many revocations on a share of the campaign can trip the breaker. */
export const BREAKER_FROM = 5

/** Why a closing is stopped before it takes anything out of service; null when it may go on. `share` is in percent. */
export function whyHeld(breaker: { share: number; count: number }, revocations: number, items: number): string | null {
  if (revocations > breaker.count) return `It would revoke ${revocations} identities; more than ${breaker.count} at once wait for an admin`
  const share = items === 0 ? 0 : (100 * revocations) / items
  if (revocations >= BREAKER_FROM && share > breaker.share) {
    return `It would revoke ${revocations} of ${items} identities (${Math.round(share)} %); more than ${breaker.share} % wait for an admin`
  }
  return null
}

/** When each stage of a campaign ends, from the moment that its review began; the last one is the due date. */
export function stageEnds(stages: readonly { days: number }[], startedAt: Date): Date[] {
  let days = 0
  return stages.map((stage) => shift(startedAt, (days += stage.days) * DAY))
}

/** How long answers can be taken back after they were submitted, in milliseconds. */
export const UNDO_MS = 10_000
export const MAX_DEFER_DAYS = 90

/** What is wrong with the end of a deferral, for the person who chose it; null when it is fine. */
export function deferProblem(until: Date, now: Date): string | null {
  if (until <= now) return 'The end of the deferral must lie in the future'
  if (until > shift(now, MAX_DEFER_DAYS * DAY)) return `A deferral can last at most ${MAX_DEFER_DAYS} days`
  return null
}

type Deputy = { fromId: string; toId: string; startsAt: Date; endsAt: Date; revokedAt: Date | null }

/** Whose reviews this person may answer now: their own, and those of everybody who delegated to them, also over others. */
export function standsInFor(personId: string, delegations: readonly Deputy[], now: Date): string[] {
  const live = delegations.filter(({ startsAt, endsAt, revokedAt }) => startsAt <= now && now < endsAt && revokedAt === null)
  const reached = new Set([personId])
  // A set grows while it is walked: each one who is reached is walked in turn, once
  for (const person of reached) for (const { fromId, toId } of live) if (toId === person) reached.add(fromId)
  return [...reached]
}
