import type { Confidence, IdentityClass } from '#lib/core/identity-class.ts'
import type { ServicePrincipal } from './graph-schemas.ts'

/** Tenants in which Microsoft registers its own applications. */
const MICROSOFT_TENANTS: readonly string[] = [
  'f8cdef31-a31e-4b4a-93e4-5f571e91255a',
  '72f988bf-86f1-41af-91ab-2d7cd011db47',
  '33e01921-4d64-4f8c-a055-5bdaffd5e33d',
  'cdc5aeea-15c5-4db6-b079-fcadd2505dc2',
]

export type PrincipalClass = { class: IdentityClass; reason: string; confidence: Confidence; kind: string }

export function isMicrosoft(tenant: string | null | undefined): boolean {
  return MICROSOFT_TENANTS.includes(tenant?.toLowerCase() ?? '')
}

/** The tenant that an export is of, as far as one of its principals tells: an application for one tenant only is in no other than its own. */
export function tenantOf(principal: ServicePrincipal): string | null {
  if (principal.tenantId) return principal.tenantId.toLowerCase()
  const owner = principal.appOwnerOrganizationId?.toLowerCase() ?? null
  return principal.signInAudience === 'AzureADMyOrg' && !isMicrosoft(owner) ? owner : null
}

/** The class of a service principal by its type and by the tenant that its application is of, with the evidence in words. `tenant` is the one that the export is of, where known. */
export function classifyPrincipal(principal: ServicePrincipal, tenant: string | null, runsInCi: string | null): PrincipalClass {
  const owner = principal.appOwnerOrganizationId?.toLowerCase() ?? null
  const type = principal.servicePrincipalType ?? 'Application'
  if (type === 'ManagedIdentity')
    return { class: 'workload', reason: 'A managed identity, which Azure gives to its own resources', confidence: 'certain', kind: 'entra_managed_identity' }
  if (type === 'SocialIdp')
    return { class: 'saas_connector', reason: 'A connection to a social identity provider', confidence: 'likely', kind: 'entra_social_idp' }
  if (/Agent/.test(type)) return { class: 'ai_agent', reason: `Entra lists it as ${type.slice(0, 64)}`, confidence: 'certain', kind: 'entra_agent' }
  const kind = 'entra_app'
  if (isMicrosoft(owner)) return { class: 'saas_connector', reason: 'An application of Microsoft itself', confidence: 'certain', kind }
  if (runsInCi) return { class: 'ci_runner', reason: `It accepts tokens of ${runsInCi}`, confidence: 'certain', kind }
  if (!owner) return { class: 'service_account', reason: 'An application of which the export does not say who registered it', confidence: 'guess', kind }
  if (owner === tenant) return { class: 'service_account', reason: 'An application that this tenant registered itself', confidence: 'likely', kind }
  if (tenant) return { class: 'saas_connector', reason: `An application of another tenant, ${owner}`, confidence: 'certain', kind }
  return { class: 'service_account', reason: `An application of the tenant ${owner}; which tenant the export is of is not known`, confidence: 'guess', kind }
}

const CI_ISSUERS: readonly [issuer: RegExp, title: string][] = [
  [/^https:\/\/token\.actions\.githubusercontent\.com/i, 'GitHub Actions'],
  [/^https:\/\/([\w.-]*\.)?gitlab\./i, 'GitLab CI'],
  [/^https:\/\/(vstoken\.dev\.azure\.com|login\.microsoftonline\.com\/[^/]+\/v2\.0\/.*\/ado)/i, 'Azure Pipelines'],
  [/^https:\/\/app\.terraform\.io/i, 'HCP Terraform'],
  [/^https:\/\/oidc\.circleci\.com/i, 'CircleCI'],
  [/^https:\/\/agent\.buildkite\.com/i, 'Buildkite'],
]

/** The CI provider whose tokens one of these issuers writes, null for none. */
export function ciProviderOf(issuers: readonly string[]): string | null {
  return CI_ISSUERS.find(([needle]) => issuers.some((issuer) => needle.test(issuer)))?.[1] ?? null
}
