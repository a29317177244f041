import { cutText } from '../imports/storable.ts'
import { parseServiceAccountUser } from './keys.ts'
import { type BindingObject, DNS_NAME, type PolicyRule, type Subject } from './objects.ts'
import { dangersOf, type Impersonation, impersonationsOf } from './privileged-rules.ts'

/** A binding with what its role allows. `namespace` null: the whole cluster. `rules` null: the source did not show the role. */
export type Grant = {
  binding: { kind: string; name: string; namespace: string | null }
  role: { kind: string; name: string }
  namespace: string | null
  rules: readonly PolicyRule[] | null
  dangers: readonly string[]
  impersonations: readonly Impersonation[]
  /** `ClusterRoleBinding x (ClusterRole y)`: how the register tells where a right comes from. */
  via: string
}

export function grantOf(binding: BindingObject, rules: readonly PolicyRule[] | null): Grant {
  const namespace = binding.kind === 'RoleBinding' ? binding.metadata.namespace : null
  const { name } = binding.metadata
  const role = binding.roleRef
  // The one role that every cluster has and that nobody can narrow
  const known = rules === null && role.kind === 'ClusterRole' && role.name === 'cluster-admin' ? ['do everything'] : []
  return {
    binding: { kind: binding.kind, name, namespace },
    role: { kind: role.kind, name: role.name },
    namespace,
    rules,
    dangers: rules ? dangersOf(rules, namespace === null) : known,
    impersonations: rules ? impersonationsOf(rules) : [],
    via: cutText(`${binding.kind} ${namespace === null ? name : `${namespace}/${name}`} (${role.kind} ${role.name})`, 1_000),
  }
}

/** Whom a binding names. `everybody` and `all` are the groups that every user, every service account (of a namespace) is in. */
export type Holder =
  | { kind: 'service_account'; namespace: string; name: string }
  | { kind: 'all'; namespace: string | null; group: string }
  | { kind: 'everybody'; group: string }
  | { kind: 'user'; name: string }
  | { kind: 'group'; name: string }

/** Reads a subject as the authorizer does (Kubernetes, Using RBAC Authorization: referring to subjects); null for a kind that no authenticator gives. */
export function holderOf(subject: Subject, bindingNamespace: string | null): Holder | null {
  if (subject.kind === 'ServiceAccount') {
    const namespace = subject.namespace ?? bindingNamespace
    if (namespace === null || !DNS_NAME.test(namespace) || !DNS_NAME.test(subject.name)) return null
    return { kind: 'service_account', namespace, name: subject.name }
  }
  if (subject.kind === 'User') {
    const account = parseServiceAccountUser(subject.name)
    return account ? { kind: 'service_account', ...account } : { kind: 'user', name: subject.name }
  }
  if (subject.kind !== 'Group') return null
  const { name } = subject
  if (name === 'system:authenticated' || name === 'system:unauthenticated') return { kind: 'everybody', group: name }
  if (name === 'system:serviceaccounts') return { kind: 'all', namespace: null, group: name }
  const [, namespace] = /^system:serviceaccounts:([^:]+)$/.exec(name) ?? []
  return namespace ? { kind: 'all', namespace, group: name } : { kind: 'group', name }
}
