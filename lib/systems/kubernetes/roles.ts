import type { LabelSelector, PolicyRule, RoleObject } from './objects.ts'

type Labels = Readonly<Record<string, string>>
type KnownRole = { labels: Labels; rules: readonly PolicyRule[]; selectors: readonly LabelSelector[] }

/** The roles of a cluster by `ClusterRole name` or `Role namespace/name`, with aggregated rules resolved. */
export class Roles {
  readonly #known = new Map<string, KnownRole>()

  add(role: RoleObject): void {
    const selectors = role.kind === 'ClusterRole' ? (role.aggregationRule?.clusterRoleSelectors ?? []) : []
    this.#known.set(roleKey(role.kind, role.metadata.name, role.metadata.namespace), { labels: role.metadata.labels ?? {}, rules: role.rules, selectors })
  }

  forget(kind: 'Role' | 'ClusterRole'): void {
    for (const key of this.#known.keys()) if (key.startsWith(`${kind} `)) this.#known.delete(key)
  }

  /**
   * What a role allows; null when the source did not show it. A ClusterRole that aggregates others allows what they allow: the controller that writes
   * that into its rules may not have run yet (Kubernetes, Using RBAC Authorization: aggregated ClusterRoles).
   */
  rulesOf(kind: string, name: string, namespace: string | undefined): PolicyRule[] | null {
    const key = roleKey(kind, name, namespace)
    return this.#known.has(key) ? [...this.#resolve(key, new Set()).values()] : null
  }

  #resolve(key: string, seen: Set<string>): Map<string, PolicyRule> {
    const role = this.#known.get(key)
    const rules = new Map<string, PolicyRule>()
    if (!role || seen.has(key)) return rules
    seen.add(key)
    for (const rule of role.rules) rules.set(JSON.stringify(rule), rule)
    if (role.selectors.length === 0) return rules
    for (const [other, { labels }] of this.#known) {
      if (!other.startsWith('ClusterRole ') || !role.selectors.some((selector) => selects(selector, labels))) continue
      for (const [text, rule] of this.#resolve(other, seen)) rules.set(text, rule)
    }
    return rules
  }
}

function roleKey(kind: string, name: string, namespace: string | undefined): string {
  return kind === 'ClusterRole' ? `ClusterRole ${name}` : `Role ${namespace ?? ''}/${name}`
}

/** Whether a selector takes something with these labels (Kubernetes, Labels and Selectors). */
function selects({ matchLabels, matchExpressions }: LabelSelector, labels: Labels): boolean {
  const has = (key: string) => Object.hasOwn(labels, key)
  const named = Object.entries(matchLabels ?? {}).every(([key, value]) => has(key) && labels[key] === value)
  return (
    named &&
    matchExpressions.every(({ key, operator, values }) => {
      const value = has(key) ? labels[key] : undefined
      if (operator === 'Exists') return value !== undefined
      if (operator === 'DoesNotExist') return value === undefined
      if (operator === 'In') return value !== undefined && values.includes(value)
      return operator === 'NotIn' && (value === undefined || !values.includes(value))
    })
  )
}
