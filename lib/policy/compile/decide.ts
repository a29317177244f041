import type { CompiledPolicy, CompiledPolicySet } from './compile-policy-set.ts'
import { EvaluationError } from './evaluation-error.ts'
import type { Environment } from './node.ts'
import { asked } from './scope-index.ts'

/** What policies answer: as Cedar does, the policies that determined it and those that erred, both in the order of the set. */
export type Verdict = { allowed: boolean; determining: string[]; erring: { policyId: string; message: string }[] }

/**
 * Decides a request. A satisfied forbid wins over every permit; without either the request is denied; a policy that errs is skipped and reported.
 * Throws nothing of its own.
 */
export function decide(policies: CompiledPolicySet, environment: Environment): Verdict {
  const permits: string[] = []
  const forbids: string[] = []
  const erring: Verdict['erring'] = []
  for (const { id, effect, condition } of applicable(policies, environment)) {
    try {
      if (condition(environment) === true) (effect === 'permit' ? permits : forbids).push(id)
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error
      erring.push({ policyId: id, message: error.message })
    }
  }
  return { allowed: forbids.length === 0 && permits.length > 0, determining: forbids.length > 0 ? forbids : permits, erring }
}

/** The policies whose heads hold, in the order of the set. */
function applicable({ index }: CompiledPolicySet, { principal, action, resource, entities }: Environment): CompiledPolicy[] {
  const found: CompiledPolicy[] = []
  const [who, what] = [asked(principal, entities), asked(resource, entities)]
  let seen: Set<CompiledPolicy> | undefined
  const see = (policies: readonly CompiledPolicy[]) => {
    for (const policy of policies) {
      if (policy.inSeveralPlaces) {
        seen ??= new Set()
        if (seen.has(policy)) continue
        seen.add(policy)
      }
      found.push(policy)
    }
  }
  index.visit(asked(action, entities), (byResource) => byResource.visit(what, (byPrincipal) => byPrincipal.visit(who, see)))
  return found.length > 1 ? found.toSorted((left, right) => left.position - right.position) : found
}
