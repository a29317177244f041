import type { DiscoveredTrust } from '../../discovered.ts'
import { cutText } from '../storable.ts'
import type { VaultRole } from './vault-schemas.ts'

/** Who a role lets in, before it is tied to the role. */
export type Admitted = { principal: string; principalKind: DiscoveredTrust['principalKind']; correlationKey?: string; condition?: string }

const MOST_PRINCIPALS = 500

/** Whom a role of an auth method takes for itself: the `bound_…` members, each principal one. Methods that know a secret instead admit nobody. */
export function admittedBy(type: string, role: VaultRole): Admitted[] {
  if (type === 'kubernetes') return serviceAccounts(role)
  if (type === 'jwt' || type === 'oidc') return [subject(role)]
  if (type === 'aws') return amazon(role)
  if (type === 'gcp') return role.bound_service_accounts.map((email) => google(email, role.bound_projects))
  if (type === 'azure') return azure(role)
  return type === 'cert' ? [certificateHolders(role)] : []
}

function serviceAccounts(role: VaultRole): Admitted[] {
  const { bound_service_account_names: names, bound_service_account_namespaces: namespaces } = role
  const selector = role.bound_service_account_namespace_selector
  const condition = [...(role.audience ? [`audience ${role.audience}`] : []), ...(selector ? [`or in namespaces with ${selector}`] : [])].join('; ')
  const more = condition === '' ? {} : { condition }
  if (names.length * namespaces.length > MOST_PRINCIPALS)
    return [{ principal: `service accounts ${names.join(', ')} in ${namespaces.join(', ')}`, principalKind: 'group', ...more }]
  return namespaces.flatMap((namespace) =>
    names.map((name) => ({ principal: `system:serviceaccount:${namespace}:${name}`, principalKind: reachOf(namespace, name), ...more })),
  )
}

function reachOf(namespace: string, name: string): Admitted['principalKind'] {
  if (namespace === '*' && name === '*') return 'everybody'
  return namespace.includes('*') || name.includes('*') ? 'group' : 'identity'
}

function subject(role: VaultRole): Admitted {
  const claims = Object.entries(role.bound_claims ?? {}).map(([name, value]) => `${name} = ${[value].flat().join(' or ')}`)
  const audiences = role.bound_audiences.length > 0 ? [`audience ${role.bound_audiences.join(' or ')}`] : []
  const bound = role.bound_subject || claims.join(', ')
  const condition = [...claims, ...audiences].join('; ')
  const more = condition === '' ? {} : { condition }
  if (bound !== '') return { principal: bound, principalKind: 'federated', ...more }
  if (role.role_type === 'oidc') return { principal: 'everybody whom the issuer signs in', principalKind: 'group', ...more }
  return { principal: 'any token of the issuer', principalKind: 'everybody', ...more }
}

function amazon(role: VaultRole): Admitted[] {
  const principals = role.bound_iam_principal_arn.map((arn): Admitted => {
    if (arn.includes('*')) return { principal: arn, principalKind: 'group' }
    return { principal: arn, principalKind: 'identity', ...(/^arn:[^:]+:iam::\d{12}:(user|role)\//.test(arn) ? { correlationKey: `aws:${arn}` } : {}) }
  })
  const accounts = role.bound_account_id.map((account): Admitted => ({ principal: account, principalKind: 'account' }))
  return principals.length > 0 ? principals : accounts
}

function google(email: string, projects: readonly string[]): Admitted {
  const condition = projects.length > 0 ? { condition: `project ${projects.join(' or ')}` } : {}
  if (email === '*') return { principal: email, principalKind: 'everybody', ...condition }
  return {
    principal: email,
    principalKind: 'identity',
    ...(/^\S+@\S+\.gserviceaccount\.com$/.test(email) ? { correlationKey: `gcp:sa:${email}` } : {}),
    ...condition,
  }
}

function azure(role: VaultRole): Admitted[] {
  const principals = role.bound_service_principal_ids.map((id): Admitted => ({ principal: id, principalKind: 'identity', correlationKey: `entra:sp:${id}` }))
  const subscriptions = role.bound_subscription_ids.map((id): Admitted => ({ principal: id, principalKind: 'account' }))
  return principals.length > 0 ? principals : subscriptions
}

function certificateHolders(role: VaultRole): Admitted {
  const names = [...role.allowed_common_names, ...role.allowed_dns_sans, ...role.allowed_uri_sans]
  if (names.length === 0) return { principal: 'any holder of a certificate of this authority', principalKind: 'federated' }
  return { principal: names.join(', '), principalKind: 'federated', condition: 'with a certificate of this authority' }
}

/** An admitted principal as a record of the role. */
export function trustRecord(identity: string, index: number, admitted: Admitted) {
  return {
    type: 'trust' as const,
    identityExternalId: identity,
    externalId: `${identity}/bound/${index}`,
    kind: 'federate' as const,
    principal: cutText(admitted.principal, 2_048),
    principalKind: admitted.principalKind,
    principalCorrelationKey: admitted.correlationKey && admitted.correlationKey.length <= 512 ? admitted.correlationKey : null,
    condition: admitted.condition ? cutText(admitted.condition, 4_000) : null,
  }
}
