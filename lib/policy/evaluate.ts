import { TenureError } from '#lib/core/errors.ts'
import { CEDAR_SCHEMA } from './cedar-schema.ts'
import { actionEntities } from './compile/action-entities.ts'
import { decide } from './compile/decide.ts'
import { Entity, entitySource } from './compile/entities.ts'
import type { Environment } from './compile/node.ts'
import { readFields } from './compile/read-value.ts'
import { EntityRef, RecordValue } from './compile/values.ts'
import { compiledPolicies, type PolicySummary } from './policy-set.ts'
import { type DecisionQuestion, outcomeOf, type Outcome, type Reason } from './rules.ts'

const BORROW = new EntityRef('Action', 'borrow')
let actions: readonly Entity[] | undefined

/** Evaluates a question against parsed policies. Never throws for what policies do: whatever cannot be evaluated is a denial with its reason. */
export function evaluate(policies: readonly PolicySummary[], question: DecisionQuestion): { outcome: Outcome; reasons: Reason[] } {
  const environment = environmentOf(question)
  if (environment instanceof TenureError) return outcomeOf(false, [], [environment.message])
  const { compiled, byId } = compiledPolicies(policies)
  const { allowed, determining, erring } = decide(compiled, environment)
  return outcomeOf(
    allowed,
    determining.flatMap((id) => byId.get(id) ?? []),
    erring.map(({ policyId, message }) => `${policyId}: ${message}`),
  )
}

/** The question in the words of the schema, or why it has no place there: a duration that is no whole number, say. */
function environmentOf({ principal, privilege, system, ...asked }: DecisionQuestion): Environment | TenureError {
  const who = new EntityRef('User', principal.id)
  const what = new EntityRef('Privilege', privilege.id)
  const where = new EntityRef('System', system.id)
  const roles = principal.roles.map((role) => new EntityRef('Role', role))
  const { environment } = system
  try {
    const context = readFields({
      purpose: asked.purpose,
      ...(asked.ticket === null ? {} : { ticket: asked.ticket }),
      durationSeconds: asked.durationSeconds,
      hourUtc: asked.at.getUTCHours(),
    })
    const entities = [
      new Entity(who, { parents: roles }),
      new Entity(where, { attributes: readFields({ kind: system.kind, environment }) }),
      new Entity(what, { attributes: readFields({ name: privilege.name, risk: privilege.risk, environment }), parents: [where] }),
    ]
    actions ??= actionEntities(CEDAR_SCHEMA)
    return { principal: who, action: BORROW, resource: what, context: new RecordValue(context), entities: entitySource([...entities, ...actions]) }
  } catch (error) {
    if (error instanceof TenureError) return error
    throw error
  }
}
