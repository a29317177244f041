import type { DiscoveredTrust } from '../../discovered.ts'

/** A member of a binding, told by its prefix (IAM, "Principal identifiers"). */
export type PolicyMember = {
  kind: 'service_account' | 'person' | 'group' | 'federated' | 'everybody' | 'domain' | 'deleted' | 'unknown'
  /** The address or principal, without the prefix. */
  id: string
}

const ACCOUNT = /^[^\s@/]{1,200}@[^\s@/]{1,200}$/
const PREFIXES: readonly [prefix: string, kind: PolicyMember['kind']][] = [
  ['user:', 'person'],
  ['group:', 'group'],
  ['projectOwner:', 'group'],
  ['projectEditor:', 'group'],
  ['projectViewer:', 'group'],
  ['domain:', 'domain'],
  ['deleted:', 'deleted'],
]

export function parseMember(member: string): PolicyMember {
  if (member === 'allUsers' || member === 'allAuthenticatedUsers') return { kind: 'everybody', id: member }
  if (/^principal(Set)?:\/\//.test(member)) return { kind: 'federated', id: member }
  if (member.startsWith('serviceAccount:')) {
    const id = member.slice('serviceAccount:'.length)
    // `<project>.svc.id.goog[<namespace>/<name>]` is a service account of Kubernetes (GKE, Workload Identity Federation)
    if (id.includes('[')) return { kind: 'federated', id }
    return ACCOUNT.test(id) ? { kind: 'service_account', id } : { kind: 'unknown', id: member }
  }
  const [prefix, kind] = PREFIXES.find(([each]) => member.startsWith(each)) ?? ['', 'unknown' as const]
  return { kind, id: prefix.startsWith('project') ? member : member.slice(prefix.length) }
}

const PRINCIPAL_KINDS: Record<PolicyMember['kind'], DiscoveredTrust['principalKind']> = {
  service_account: 'identity',
  person: 'person',
  group: 'group',
  federated: 'federated',
  everybody: 'everybody',
  domain: 'account',
  deleted: 'unknown',
  unknown: 'unknown',
}

/** What a trust record calls such a member. */
export function principalKindOf(member: PolicyMember): DiscoveredTrust['principalKind'] {
  return PRINCIPAL_KINDS[member.kind]
}
