import type { Entities, PolicySet, Schema } from '@cedar-policy/cedar-wasm/nodejs'
import { cedar } from '../../cedar.ts'
import type { Asking, World } from './draw-world.ts'
import { schemaJson } from './schema.ts'

/** What Cedar itself answers, in the order of ids. */
export type Answer = { allowed: boolean; determining: string[]; erring: string[] }

const LONG = '@long@'

/** Prepares Cedar's own engine for a world. Throws when Cedar refuses the policies: the generator is wrong then. */
export function oracleFor(world: World): (asking: Asking) => Answer {
  const policies: PolicySet = {
    staticPolicies: Object.fromEntries(world.policies.map(({ id, text }) => [id, text])),
    templates: Object.fromEntries(world.templates.map(({ id, text }) => [id, text])),
    templateLinks: world.links.map(({ id, templateId, values }) => ({
      templateId,
      newId: id,
      values: Object.fromEntries(Object.entries(values).map(([slot, ref]) => [slot, { type: ref.type, id: ref.id }])),
    })),
  }
  const prepared = cedar().preparsePolicySet('fuzz', policies)
  if (prepared.type === 'failure') throw new Error(`Cedar refuses the generated policies: ${JSON.stringify([prepared.errors, world.policies])}`)
  if (world.strict) {
    const schema = cedar().preparseSchema('fuzz', schemaJson(world.schema) as Schema)
    if (schema.type === 'failure') throw new Error(`Cedar refuses the generated schema: ${JSON.stringify(schema.errors)}`)
  }
  return (asking) => ask(world, asking)
}

function ask({ strict, entities }: World, { principal, action, resource, context }: Asking): Answer {
  const given = entities as unknown as Entities
  const answer = withExactLongs(() =>
    cedar().statefulIsAuthorized({
      principal,
      action,
      resource,
      context: context as Parameters<ReturnType<typeof cedar>['statefulIsAuthorized']>[0]['context'],
      preparsedPolicySetId: 'fuzz',
      // With a schema, Cedar knows the actions from it
      ...(strict ? { preparsedSchemaName: 'fuzz', validateRequest: true } : {}),
      entities: given,
    }),
  )
  if (answer.type === 'failure') throw new Error(`Cedar refuses the generated request: ${answer.errors.map((error) => error.message).join('; ')}`)
  const { decision, diagnostics } = answer.response
  return { allowed: decision === 'allow', determining: diagnostics.reason.toSorted(), erring: diagnostics.errors.map(({ policyId }) => policyId).toSorted() }
}

/** The engine's wrapper hands its arguments over through JSON.stringify, which knows no bigint: for one call it writes them as the digits that they are. */
function withExactLongs<T>(call: () => T): T {
  const { stringify } = JSON
  JSON.stringify = (value: unknown) =>
    stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${LONG}${part}` : part)).replace(/"@long@(-?[0-9]+)"/g, '$1')
  try {
    return call()
  } finally {
    JSON.stringify = stringify
  }
}
