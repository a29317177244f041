import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs'
import { TenureError } from '#lib/core/errors.ts'
import { cedar } from './cedar.ts'
import { CEDAR_SCHEMA } from './cedar-schema.ts'
import { type CompiledPolicySet, compilePolicySet } from './compile/compile-policy-set.ts'
import { readPolicyText } from './compile/read-policy-text.ts'

export type PolicySummary = { id: string; effect: 'permit' | 'forbid'; says: string; review: string | null; text: string }

const messages = (errors: readonly { message: string; help?: string | null }[]) =>
  errors.map((error) => (error.help ? `${error.message} (${error.help})` : error.message)).join('; ')

/**
 * Parses Cedar text into its policies, keyed by their `@id`. Throws `invalid` on what does not parse, has no or a repeated `@id`,
 * is a template, does not validate against the schema, or does not compile: what cannot be decided cannot be published.
 */
export function parsePolicySet(text: string): PolicySummary[] {
  const parts = cedar().policySetTextToParts(text)
  if (parts.type === 'failure') throw refuse(messages(parts.errors))
  if (parts.policy_templates.length > 0) throw refuse('templates are not supported')
  if (parts.policies.length === 0) throw refuse('there is no policy in it, so that everything would be denied')
  const policies = parts.policies.map(summarize)
  const repeated = policies.find((policy, index) => policies.findIndex((other) => other.id === policy.id) !== index)
  if (repeated) throw refuse(`two policies have the id "${repeated.id}"`)

  const answer = cedar().validate({ schema: CEDAR_SCHEMA, policies: { staticPolicies: staticPolicies(policies) } })
  if (answer.type === 'failure') throw refuse(messages(answer.errors))
  if (answer.validationErrors.length > 0) throw refuse(answer.validationErrors.map(({ policyId, error }) => `${policyId}: ${error.message}`).join('; '))
  compiledPolicies(policies)
  return policies
}

type Compiled = { compiled: CompiledPolicySet; byId: ReadonlyMap<string, PolicySummary> }
const known = new WeakMap<readonly PolicySummary[], Compiled>()

/** The compiled form of parsed policies, which decides; made once for each list. Throws `invalid` on what the compiler does not know. */
export function compiledPolicies(policies: readonly PolicySummary[]): Compiled {
  const before = known.get(policies)
  if (before) return before
  const compiled = compilePolicySet({ policies: policies.map(({ id, text }) => ({ id, json: readPolicyText(text) })) })
  const made = { compiled, byId: new Map(policies.map((policy) => [policy.id, policy])) }
  known.set(policies, made)
  return made
}

function staticPolicies(policies: readonly PolicySummary[]): Record<string, string> {
  return Object.fromEntries(policies.map((policy) => [policy.id, policy.text]))
}

function summarize(text: string, index: number): PolicySummary {
  const parsed = cedar().policyToJson(text)
  if (parsed.type === 'failure') throw refuse(messages(parsed.errors))
  const json: PolicyJson = parsed.json
  const annotations: Record<string, string | null> = json.annotations ?? {}
  const id = annotations['id']
  if (!id) throw refuse(`policy ${index + 1} has no @id`)
  return { id, effect: json.effect, says: annotations['says'] ?? id, review: annotations['review'] ?? null, text }
}

function refuse(problem: string): TenureError {
  return new TenureError('invalid', `The policies cannot be published: ${problem}`, { fields: { text: problem } })
}
