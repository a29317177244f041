import { compilePolicy } from './compile-policy.ts'
import type { Closure } from './node.ts'
import { notCompilable } from './policy-json.ts'
import { ScopeLevel } from './scope-index.ts'
import { EntityRef } from './values.ts'

/** A policy or template in Cedar's JSON, as `readPolicyText` and `readTemplateText` give it. */
export type PolicySource = { id: string; json: unknown }
export type TemplateLink = { templateId: string; id: string; values: Readonly<Record<string, EntityRef>> }
export type PolicySetSource = { policies: readonly PolicySource[]; templates?: readonly PolicySource[]; links?: readonly TemplateLink[] }

/** One policy, compiled. The condition is what stands behind the head; the index has answered the head. */
export type CompiledPolicy = { position: number; id: string; effect: 'permit' | 'forbid'; condition: Closure; inSeveralPlaces: boolean }

type ByPrincipal = ScopeLevel<CompiledPolicy[]>
type ByResource = ScopeLevel<ByPrincipal>
/** Policies by what their heads ask: of the action first, then of the resource, then of the principal. */
export type CompiledPolicySet = { index: ScopeLevel<ByResource>; size: number }

const anyone = new EntityRef('', '')
const ANY_SLOTS = new Map([
  ['?principal', anyone],
  ['?resource', anyone],
])

/**
 * Compiles policies, and templates as their links fill them, for `decide`. Linked policies follow the static ones.
 * Throws `invalid` on anything that it does not know, on a repeated id and on a link without its template: what cannot be compiled cannot be published.
 */
export function compilePolicySet({ policies, templates = [], links = [] }: PolicySetSource): CompiledPolicySet {
  const linked = links.map(({ templateId, id, values }) => {
    const template = templates.find((candidate) => candidate.id === templateId)
    if (!template) throw notCompilable(`the link "${id}" names the template "${templateId}", which is not there`)
    return { id, json: template.json, slots: new Map(Object.entries(values)) }
  })
  // A template that no link uses yet must not wait for its first link to be refused
  for (const { json } of templates) compilePolicy(json, ANY_SLOTS)

  const index = new ScopeLevel<ByResource>(() => new ScopeLevel<ByPrincipal>(() => new ScopeLevel<CompiledPolicy[]>(() => [])))
  const taken = new Set<string>()
  for (const { id, json, slots } of [...policies.map((policy) => ({ ...policy, slots: new Map<string, EntityRef>() })), ...linked]) {
    if (taken.has(id)) throw notCompilable(`two policies have the id "${id}"`)
    const { head, effect, condition } = compilePolicy(json, slots)
    const places = index
      .placesFor(head.action)
      .flatMap((level) => level.placesFor(head.resource))
      .flatMap((level) => level.placesFor(head.principal))
    const policy = { position: taken.size, id, effect, condition, inSeveralPlaces: places.length > 1 }
    for (const place of places) place.push(policy)
    taken.add(id)
  }
  return { index, size: taken.size }
}
