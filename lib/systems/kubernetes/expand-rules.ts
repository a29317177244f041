import type { PolicyRule } from './objects.ts'

/** A right on one resource in one reach. `resource` reads `shop/deployments.apps`, `*` before the slash for the whole cluster, or is a path of the API server. */
export type Right = { resource: string; verbs: string[]; resourceNames: string[] }

/**
 * Rules as one right for each resource (and each set of named objects), with the verbs of all rules on it. Null when there would be more than `most`:
 * the role is then told as a whole.
 */
export function expandRules(rules: readonly PolicyRule[], namespace: string | null, most: number): Right[] | null {
  const rights = new Map<string, { resource: string; verbs: Set<string>; resourceNames: string[] }>()
  for (const rule of rules) {
    const resourceNames = rule.resourceNames.toSorted()
    for (const resource of resourcesOf(rule, namespace)) {
      const key = JSON.stringify([resource, resourceNames])
      const right = rights.get(key) ?? { resource, verbs: new Set(), resourceNames }
      for (const verb of rule.verbs) right.verbs.add(verb)
      rights.set(key, right)
      if (rights.size > most) return null
    }
  }
  return [...rights.values()].map((right) => ({ ...right, verbs: [...right.verbs].toSorted() }))
}

function* resourcesOf(rule: PolicyRule, namespace: string | null): Generator<string> {
  for (const group of rule.apiGroups) for (const resource of rule.resources) yield `${namespace ?? '*'}/${resource}${group === '' ? '' : `.${group}`}`
  // Paths of the API server itself exist outside of any namespace, so a RoleBinding gives none
  if (namespace === null) yield* rule.nonResourceURLs
}
