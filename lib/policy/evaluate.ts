import { cedar } from './cedar.ts'
import { CEDAR_SCHEMA } from './cedar-schema.ts'
import { type PolicySummary, staticPolicies } from './policy-set.ts'
import { type DecisionQuestion, outcomeOf, type Outcome, type Reason } from './rules.ts'

/** Evaluates a question against parsed policies. Never throws for what policies do: whatever cannot be evaluated is a denial with its reason. */
export function evaluate(policies: readonly PolicySummary[], question: DecisionQuestion): { outcome: Outcome; reasons: Reason[] } {
  const principal = { type: 'User', id: question.principal.id }
  const resource = { type: 'Privilege', id: question.privilege.id }
  const system = { type: 'System', id: question.system.id }
  const roles = question.principal.roles.map((id) => ({ type: 'Role', id }))
  const answer = cedar().isAuthorized({
    principal,
    action: { type: 'Action', id: 'borrow' },
    resource,
    context: {
      purpose: question.purpose,
      ...(question.ticket === null ? {} : { ticket: question.ticket }),
      durationSeconds: question.durationSeconds,
      hourUtc: question.at.getUTCHours(),
    },
    schema: CEDAR_SCHEMA,
    validateRequest: true,
    policies: { staticPolicies: staticPolicies(policies) },
    entities: [
      { uid: principal, attrs: {}, parents: roles },
      { uid: system, attrs: { kind: question.system.kind, environment: question.system.environment }, parents: [] },
      { uid: resource, attrs: { name: question.privilege.name, risk: question.privilege.risk, environment: question.system.environment }, parents: [system] },
      ...roles.map((uid) => ({ uid, attrs: {}, parents: [] })),
    ],
  })
  if (answer.type === 'failure') {
    return outcomeOf(
      false,
      [],
      answer.errors.map((error) => error.message),
    )
  }
  const { decision, diagnostics } = answer.response
  const determining = policies.filter((policy) => diagnostics.reason.includes(policy.id))
  return outcomeOf(
    decision === 'allow',
    determining,
    diagnostics.errors.map(({ policyId, error }) => `${policyId}: ${error.message}`),
  )
}
