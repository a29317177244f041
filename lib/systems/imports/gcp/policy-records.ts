import type { DiscoveredRecordInput } from '../../discovered.ts'
import { boundedKey } from '../bounded-key.ts'
import { cutText } from '../storable.ts'
import { accountOfResource, resourceText, type Binding } from './policy-entries.ts'
import { principalKindOf, type PolicyMember } from './policy-member.ts'

const TRUSTING = new Map<string, 'impersonate' | 'federate' | 'administer'>(
  Object.entries({
    'roles/iam.serviceAccountTokenCreator': 'impersonate',
    'roles/iam.serviceAccountOpenIdTokenCreator': 'impersonate',
    'roles/iam.serviceAccountUser': 'impersonate',
    'roles/iam.workloadIdentityUser': 'federate',
    'roles/iam.serviceAccountKeyAdmin': 'administer',
    'roles/iam.serviceAccountAdmin': 'administer',
    'roles/owner': 'administer',
    'roles/editor': 'administer',
  }),
)

/** A member's binding of a role on a resource: a standing permission of whoever the member is. */
export function bindingEntitlement(holder: string, member: string, resource: string, { role, condition }: Binding): DiscoveredRecordInput {
  return {
    type: 'entitlement',
    identityExternalId: holder,
    externalId: boundedKey(resource, role, condition?.expression ?? ''),
    resource,
    resourceKind: resourceKindOf(resource),
    action: role,
    grantedVia: 'direct',
    attributes: { member, ...conditionOf(condition) },
  }
}

/** What a binding on a service account's own policy says of who may act as it or hand out its keys; null for roles that allow neither. */
export function bindingTrust(resource: string, member: string, parsed: PolicyMember, { role, condition }: Binding): DiscoveredRecordInput | null {
  const account = accountOfResource(resource)
  const kind = TRUSTING.get(role)
  if (!account || !kind) return null
  return {
    type: 'trust',
    identityExternalId: account,
    externalId: boundedKey(role, member, condition?.expression ?? ''),
    kind: kind === 'federate' && parsed.kind !== 'federated' ? 'impersonate' : kind,
    principal: parsed.kind === 'deleted' || parsed.kind === 'unknown' ? member : parsed.id,
    principalKind: principalKindOf(parsed),
    ...(parsed.kind === 'service_account' ? { principalExternalId: parsed.id, principalCorrelationKey: `gcp:sa:${parsed.id}` } : {}),
    condition: condition ? cutText(condition.expression, 4_000) || null : null,
    attributes: { role },
  }
}

/** A binding that lets everybody in, with or without a Google account. */
export function publicGrant(resource: string, member: string, role: string): DiscoveredRecordInput {
  const who = member === 'allUsers' ? 'Everybody on the internet' : 'Everybody with a Google account'
  return {
    type: 'note',
    externalId: boundedKey('public_grant', resource, role, member),
    code: 'public_grant',
    subject: resource,
    text: `${who} (${member}) has ${role} on ${resourceText(resource)}`,
  }
}

/** `…/projects/p` is a `projects`; the word before the last name. */
function resourceKindOf(resource: string): string {
  const words = resource.split('/').filter(Boolean)
  return `gcp_${cutText(/^[A-Za-z]{1,50}$/.exec(words.at(-2) ?? '')?.[0] ?? 'resource', 50)}`
}

function conditionOf(condition: Binding['condition']): { condition?: string; conditionTitle?: string } {
  if (!condition) return {}
  return { condition: cutText(condition.expression, 2_000), ...(condition.title ? { conditionTitle: condition.title } : {}) }
}
