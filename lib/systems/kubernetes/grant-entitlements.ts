import type { DiscoveredRecordInput } from '../discovered.ts'
import { cutText } from '../imports/storable.ts'
import type { Grant } from './bindings.ts'
import { expandRules } from './expand-rules.ts'
import { boundedKey } from './keys.ts'

/** A role of more resources than this is one entitlement, with its rules in the attributes. */
const MOST_RIGHTS = 25
const MOST_RULES = 100

/** What an identity holds through one binding: an entitlement for each resource, or one for the whole role where that would be too many. `group` is the group that carries it. */
export function* grantEntitlements(holder: string, grant: Grant, group: string | null): Generator<DiscoveredRecordInput> {
  const { binding, role, namespace, rules } = grant
  const key = (...parts: string[]) => boundedKey(holder, binding.kind, binding.namespace ?? '', binding.name, group ?? '', ...parts)
  const common = {
    type: 'entitlement' as const,
    identityExternalId: holder,
    grantedVia: group === null ? grant.via : cutText(`group ${group}: ${grant.via}`, 1_000),
  }
  const attributes = {
    binding: binding.name,
    bindingKind: binding.kind,
    role: role.name,
    roleKind: role.kind,
    ...(namespace === null ? {} : { namespace }),
    ...(group === null ? {} : { group }),
  }
  // A group of all service accounts is told once for each: with every resource of its role it would be a product of both
  const rights = rules && group === null ? expandRules(rules, namespace, MOST_RIGHTS) : null
  if (rights === null) {
    const whole = rules === null ? { roleMissing: true } : { ruleCount: rules.length, rules: rules.slice(0, MOST_RULES).map(shortRule) }
    const resource = cutText(`${namespace ?? '*'}/${role.kind} ${role.name}`, 2_000)
    yield { ...common, externalId: key('role'), resource, resourceKind: 'kubernetes_role', action: actionOf(grant), attributes: { ...attributes, ...whole } }
    return
  }
  for (const { resource, verbs, resourceNames } of rights) {
    yield {
      ...common,
      externalId: key(resource, ...resourceNames),
      resource: cutText(resourceNames.length > 0 ? `${resource} ${resourceNames.join(', ')}` : resource, 2_000),
      resourceKind: 'kubernetes_resource',
      action: cutText(verbs.join(', ') || 'none', 256),
      attributes: { ...attributes, verbs: verbs.slice(0, 100), ...(resourceNames.length > 0 ? { resourceNames: resourceNames.slice(0, 100) } : {}) },
    }
  }
}

function actionOf({ rules, dangers }: Grant): string {
  if (rules === null) return 'unknown: the role is not shown'
  if (dangers[0] === 'do everything') return '*'
  const verbs = [...new Set(rules.flatMap((rule) => rule.verbs))].toSorted()
  return cutText(verbs.join(', ') || 'none', 256)
}

function shortRule(rule: NonNullable<Grant['rules']>[number]) {
  const some = (list: readonly string[]) => list.slice(0, 50)
  return {
    verbs: some(rule.verbs),
    ...(rule.apiGroups.length > 0 ? { apiGroups: some(rule.apiGroups) } : {}),
    ...(rule.resources.length > 0 ? { resources: some(rule.resources) } : {}),
    ...(rule.resourceNames.length > 0 ? { resourceNames: some(rule.resourceNames) } : {}),
    ...(rule.nonResourceURLs.length > 0 ? { nonResourceURLs: some(rule.nonResourceURLs) } : {}),
  }
}
