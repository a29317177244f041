import { cedar } from '../../cedar.ts'
import { compilePolicySet } from '../compile-policy-set.ts'
import { decide } from '../decide.ts'
import { type EntityJson, readEntity, readEntityRef, readFields } from '../read-value.ts'
import { entitySource } from '../entities.ts'
import { readPolicyText } from '../read-policy-text.ts'
import { RecordValue } from '../values.ts'

export type Answer = 'true' | 'false' | 'error'

const principal = { type: 'User', id: 'alice' }
const action = { type: 'Action', id: 'read' }
const resource = { type: 'Doc', id: 'plan' }
const context = { n: 5, s: 'text', set: [1, 2], nested: { deep: { leaf: true } } }
/** alice is in team, team in org, org in the firm, about which nothing is known. */
const entities: EntityJson[] = [
  {
    uid: principal,
    attrs: { name: 'Alice', age: 30, boss: { __entity: { type: 'User', id: 'bob' } } },
    parents: [{ type: 'Team', id: 'team' }],
    tags: { colour: 'red' },
  },
  { uid: { type: 'User', id: 'bob' }, attrs: { age: 50 }, parents: [] },
  { uid: { type: 'Team', id: 'team' }, attrs: {}, parents: [{ type: 'Org', id: 'org' }] },
  { uid: { type: 'Org', id: 'org' }, attrs: {}, parents: [{ type: 'Firm', id: 'firm' }] },
  { uid: resource, attrs: { owner: { __entity: principal }, 'odd name': 1 }, parents: [] },
]

/** What compiled policies make of a condition, in a small world that the tables know. */
export function answerTo(condition: string): Answer {
  const policies = compilePolicySet({ policies: [{ id: 'p', json: readPolicyText(policyWith(condition)) }] })
  const verdict = decide(policies, {
    principal: readEntityRef(principal),
    action: readEntityRef(action),
    resource: readEntityRef(resource),
    context: new RecordValue(readFields(context)),
    entities: entitySource(entities.map(readEntity)),
  })
  if (verdict.erring.length > 0) return 'error'
  return verdict.allowed ? 'true' : 'false'
}

/** What Cedar's own engine makes of it. */
export function cedarsAnswerTo(condition: string): Answer {
  const given = entities as Parameters<ReturnType<typeof cedar>['isAuthorized']>[0]['entities']
  const answer = cedar().isAuthorized({ principal, action, resource, context, entities: given, policies: { staticPolicies: { p: policyWith(condition) } } })
  if (answer.type === 'failure') throw new Error(answer.errors.map((error) => error.message).join('; '))
  if (answer.response.diagnostics.errors.length > 0) return 'error'
  return answer.response.decision === 'allow' ? 'true' : 'false'
}

const policyWith = (condition: string) => `permit(principal, action, resource) when { ${condition} };`
