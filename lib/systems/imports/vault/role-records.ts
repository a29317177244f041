import { X509Certificate, hash } from 'node:crypto'
import type { DiscoveredRecordInput } from '../../discovered.ts'
import { meansNever } from '../instant.ts'
import { cutText } from '../storable.ts'
import { tidyDetails } from '../tidy-details.ts'
import { classifyVaultRole, type RoleClass } from './classify-role.ts'
import { admittedBy, trustRecord, type Admitted } from './role-trust.ts'
import type { VaultPolicies } from './vault-policies.ts'
import type { VaultRole } from './vault-schemas.ts'

/** A role, user or certificate of an auth mount with its place. */
export type PlacedRole = { namespace: string; mount: string; type: string; name: string; path: string; issuer: string | null; role: VaultRole }

/** The key of what stands at a path: Vault's own path, with its namespace before it. */
export function vaultKey(namespace: string, path: string): string {
  return namespace === '' ? path : `${namespace}/${path}`
}

export function policiesOf(role: VaultRole): string[] {
  return [...new Set([...role.token_policies, ...role.policies, ...role.allowed_policies])]
}

/** A role as records: the identity, how it signs in, who may, and what its policies allow; null for one with which people without privilege sign in. */
export function roleRecords(placed: PlacedRole, policies: VaultPolicies): Generator<DiscoveredRecordInput, void, undefined> | null {
  const { namespace, role, type } = placed
  const privileged = policies.privilegedBy(namespace, policiesOf(role))
  const machine = classifyVaultRole(type, role, placed.issuer)
  const administers = privileged !== null && (machine === null || type === 'userpass')
  const classification = administers ? administrators(type) : machine
  return classification && recordsOf(placed, policies, classification, privileged)
}

/** Passwords are for people more often than not; that people sign in over OIDC is certain, that they administer follows from the policies. */
function administrators(type: string): RoleClass {
  const classConfidence = type === 'userpass' ? 'guess' : 'likely'
  return { class: 'human_admin', classReason: 'People sign in with it, and its policies are privileged', classConfidence }
}

function* recordsOf(
  placed: PlacedRole,
  policies: VaultPolicies,
  { provider, ...classification }: RoleClass,
  privileged: ReturnType<VaultPolicies['privilegedBy']>,
): Generator<DiscoveredRecordInput, void, undefined> {
  const { namespace, type, role } = placed
  const identity = vaultKey(namespace, placed.path)
  const admitted = admittedBy(type, role)
  yield {
    type: 'identity',
    externalId: identity,
    name: `${placed.name} (${placed.mount})`,
    ...classification,
    enabled: true,
    privileged: privileged !== null,
    privilegedReason: privileged?.reason ?? null,
    privilegedConfidence: privileged?.confidence ?? 'likely',
    details: detailsOf(placed, classification.class, provider),
    attributes: {
      kind: Object.hasOwn(KINDS, type) ? (KINDS[type] ?? '') : 'vault_role',
      authMethod: type,
      mount: placed.mount,
      ...(namespace === '' ? {} : { namespace }),
      policies: policiesOf(role),
      ...lifetimes(role),
      ...(type === 'approle'
        ? { secretIdTtlSeconds: role.secret_id_ttl, secretIdsNeverExpire: role.secret_id_ttl === 0, bindSecretId: role.bind_secret_id !== false }
        : {}),
      ...(role.token_bound_cidrs.length > 0 ? { boundCidrs: role.token_bound_cidrs } : {}),
    },
  }
  yield* credentialRecords(identity, placed, admitted)
  for (const [index, one] of admitted.entries()) yield trustRecord(identity, index, one)
  yield* policies.entitlements(identity, namespace, policiesOf(role))
}

const KINDS: Readonly<Record<string, string>> = {
  approle: 'vault_approle_role',
  kubernetes: 'vault_kubernetes_role',
  jwt: 'vault_jwt_role',
  oidc: 'vault_jwt_role',
  aws: 'vault_aws_role',
  gcp: 'vault_gcp_role',
  azure: 'vault_azure_role',
  cert: 'vault_cert_role',
  userpass: 'vault_userpass_user',
  token: 'vault_token_role',
}
export const ROLE_KINDS: readonly string[] = [...new Set(Object.values(KINDS))]

/** How long its tokens live, in seconds; 0 means the default of the mount or the server. A token with a period can be renewed for ever. */
function lifetimes(role: VaultRole) {
  const period = role.token_period || role.period
  return {
    tokenTtlSeconds: role.token_ttl,
    tokenMaxTtlSeconds: role.token_max_ttl,
    tokenExplicitMaxTtlSeconds: role.token_explicit_max_ttl,
    tokenPeriodSeconds: period,
    renewableForEver: period > 0 && role.token_explicit_max_ttl === 0,
  }
}

function* credentialRecords(
  identity: string,
  { type, role, issuer }: PlacedRole,
  admitted: readonly Admitted[],
): Generator<DiscoveredRecordInput, void, undefined> {
  const base = { type: 'credential' as const, identityExternalId: identity, enabled: true }
  if (type === 'userpass') yield { ...base, externalId: `${identity}/password`, kind: 'password' }
  else if (type === 'cert') yield { ...base, externalId: `${identity}/certificate`, kind: 'x509_certificate', ...certificateFacts(role.certificate ?? '') }
  else if (admitted.length > 0) {
    const attributes = { ...(issuer ? { issuer } : {}), ...(role.audience ? { audience: role.audience } : {}), principals: admitted.length }
    yield { ...base, externalId: `${identity}/trust`, kind: 'federated_trust', attributes }
  }
}

/** What the first certificate of a PEM text says of itself; nothing where it cannot be read. */
function certificateFacts(pem: string) {
  try {
    const certificate = new X509Certificate(pem)
    const expiresAt = new Date(certificate.validTo)
    return {
      fingerprint: `sha256:${hash('sha256', certificate.raw, 'hex')}`,
      createdAt: new Date(certificate.validFrom),
      expiresAt: meansNever(expiresAt) ? null : expiresAt,
      attributes: { subject: cutText(certificate.subject ?? '', 500), authority: certificate.ca },
    }
  } catch {
    return { attributes: { readable: false } }
  }
}

function detailsOf({ type, role, namespace, mount }: PlacedRole, identityClass: RoleClass['class'], provider: string | undefined) {
  if (identityClass === 'workload')
    return tidyDetails({ platform: type, ...(type === 'kubernetes' ? { namespace: role.bound_service_account_namespaces.join(', ') } : {}) })
  if (identityClass === 'ci_runner') {
    const claims = role.bound_claims ?? {}
    const repository = [claims['repository'] ?? claims['project_path'] ?? []].flat().map(String)
    return tidyDetails({
      provider,
      subjectPattern: role.bound_subject,
      repository: repository.length === 1 ? repository[0] : null,
      environment: typeof claims['environment'] === 'string' ? claims['environment'] : null,
    })
  }
  return identityClass === 'service_account' ? tidyDetails({ accountType: `Vault ${type}`, project: namespace, description: `Signs in at ${mount}` }) : {}
}
