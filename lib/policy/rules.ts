export type Outcome = 'permit' | 'review' | 'deny'
export type Reason = { policyId: string | null; says: string }

/** What a decision is taken on. `principal` is a person with their roles; `privilege` an entry of a system's catalogue. */
export type DecisionQuestion = {
  principal: { id: string; roles: readonly string[] }
  privilege: { id: string; name: string; risk: string }
  system: { id: string; kind: string; environment: string }
  purpose: string
  ticket: string | null
  durationSeconds: number
  at: Date
}

type Determining = { id: string; effect: 'permit' | 'forbid'; says: string; review: string | null }

/**
 * The outcome of an evaluation. A forbid wins over every permit; a permit that asks for review wins over one that does not;
 * no permit at all denies; and an evaluation with an error denies, because an erring forbid must not open a door.
 */
export function outcomeOf(allowed: boolean, determining: readonly Determining[], errors: readonly string[]): { outcome: Outcome; reasons: Reason[] } {
  if (errors.length > 0) return { outcome: 'deny', reasons: errors.map((says) => ({ policyId: null, says: `A policy could not be evaluated: ${says}` })) }
  const reasons = determining.map(({ id, says }) => ({ policyId: id, says }))
  if (!allowed) return { outcome: 'deny', reasons: reasons.length > 0 ? reasons : [{ policyId: null, says: 'No policy permits this' }] }
  return { outcome: determining.some((policy) => policy.review !== null) ? 'review' : 'permit', reasons }
}
