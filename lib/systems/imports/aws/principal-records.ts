import type { DiscoveredRecordInput } from '../../discovered.ts'
import { cutText } from '../storable.ts'
import type { AccountPolicies, HeldPolicy } from './account-policies.ts'
import type { Principal } from './principal.ts'
import type { PolicySummary } from './summarize-policy.ts'
import type { TrustedPrincipal } from './trust-policy.ts'

/** AWS's own policies that make privileged whoever has them, also where their documents are not in the file. */
const RULING_POLICIES = /^arn:[^:]*:iam::aws:policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess|AWSOrganizationsFullAccess)$/

/** A user or role as records: the identity, a credential for each federated trust, a trust for each that may assume it, an entitlement for each policy that it has. */
export function* principalRecords(principal: Principal, policies: AccountPolicies): Generator<DiscoveredRecordInput, void, undefined> {
  const held = policies.heldBy(principal)
  const reason = privilegedReason(held, principal.boundary)
  yield {
    type: 'identity',
    externalId: principal.arn,
    name: principal.name,
    class: principal.classification.class,
    classReason: cutText(principal.classification.reason, 500),
    enabled: true,
    createdAt: principal.createdAt,
    lastUsedAt: principal.lastUsedAt,
    lastUseKnown: principal.lastUseKnown,
    privileged: reason !== null,
    privilegedReason: reason,
    correlationKeys: [correlationKey(principal.arn)].filter((key) => key !== null),
    attributes: identityAttributes(principal),
  }
  for (const trusted of principal.trusted) yield* trustRecords(principal.arn, trusted)
  for (const policy of held) yield policyEntitlement(principal.arn, policy)
}

function identityAttributes({ kind, account, path, uniqueId, groups, tags, boundary, classification }: Principal) {
  return {
    kind,
    account,
    path,
    ...(uniqueId ? { uniqueId } : {}),
    ...(groups.length > 0 ? { groups } : {}),
    ...(Object.keys(tags).length > 0 ? { tags } : {}),
    ...(boundary ? { permissionsBoundary: boundary } : {}),
    ...(classification.evident ? { classEvident: true } : {}),
  }
}

function privilegedReason(held: readonly HeldPolicy[], boundary: string | null): string | null {
  const reasons = held.flatMap((policy) => {
    const grants = policy.summary?.privilegedBecause.join('; ')
    if (grants) return [`${sourceOf(policy)} allows ${grants}`]
    return RULING_POLICIES.test(policy.arn ?? '') ? [`${sourceOf(policy)} is attached`] : []
  })
  if (reasons.length === 0) return null
  const shown = reasons.slice(0, 5).map((reason) => cutText(reason, 300))
  if (reasons.length > shown.length) shown.push(`and ${reasons.length - shown.length} more`)
  if (boundary) shown.push(`limited by the permissions boundary ${cutText(boundary, 200)}`)
  return shown.join('. ')
}

/** How a policy is held, in words: `policy X`, `inline policy X`, `group G policy X`. */
function sourceOf({ name, arn, group }: HeldPolicy): string {
  const policy = arn ? `policy ${name}` : `inline policy ${name}`
  return group === null ? policy : `group ${group} ${policy}`
}

function policyEntitlement(identity: string, policy: HeldPolicy): DiscoveredRecordInput {
  const { name, arn, group, summary } = policy
  const holder = group === null ? identity : `${identity}/group/${keyPart(group)}`
  return {
    type: 'entitlement',
    identityExternalId: identity,
    externalId: arn ? `${holder}/attached/${arn}` : `${holder}/inline/${keyPart(name)}`,
    resource: summary ? resourceText(summary) : 'unknown: the policy is not in the file',
    resourceKind: 'aws_resource',
    action: summary ? actionText(summary) : 'unknown',
    grantedVia: sourceOf(policy),
    attributes: { policyName: name, ...(arn ? { policyArn: arn } : {}), ...(group === null ? {} : { group }), ...(summary ?? { documentMissing: true }) },
  }
}

function* trustRecords(role: string, trusted: TrustedPrincipal): Generator<DiscoveredRecordInput, void, undefined> {
  const externalId = `${role}/trust/${trusted.kind}:${trusted.id}`
  if (trusted.kind === 'federated') {
    const fingerprint = trusted.id.length <= 256 ? trusted.id : null // the provider's own name: nothing secret
    const attributes = { conditional: trusted.conditional, subjects: trusted.subjects.map((subject) => cutText(subject, 200)) }
    yield { type: 'credential', identityExternalId: role, externalId, kind: 'federated_trust', fingerprint, enabled: true, attributes }
  }
  const principalKind = principalKindOf(trusted)
  const arn = principalKind === 'identity' ? trusted.id : null
  yield {
    type: 'trust',
    identityExternalId: role,
    externalId,
    kind: trusted.kind === 'federated' ? 'federate' : 'assume',
    principal: trusted.id || '(empty)',
    principalKind,
    principalExternalId: arn,
    principalCorrelationKey: arn === null ? null : correlationKey(arn),
    condition: conditionText(trusted),
  }
}

function principalKindOf({ kind, id }: TrustedPrincipal): Extract<DiscoveredRecordInput, { type: 'trust' }>['principalKind'] {
  if (kind === 'anyone') return 'everybody'
  if (kind !== 'aws') return kind
  if (/^arn:[^:]*:iam::\d{12}:(user|role)\//.test(id)) return 'identity'
  return /^\d{12}$|:root$/.test(id) ? 'account' : 'unknown'
}

function conditionText({ conditional, subjects, externalId }: TrustedPrincipal): string | null {
  if (!conditional) return null
  const parts = [
    ...(subjects.length > 0 ? [`the subject is ${subjects.map((subject) => cutText(subject, 200)).join(' or ')}`] : []),
    ...(externalId ? ['an external id is given'] : []),
  ]
  return parts.length > 0 ? parts.join(' and ') : 'under conditions of the trust policy'
}

/** The name of an AWS principal that is unique in the world; null for one that is too long to be kept whole. */
const correlationKey = (arn: string): string | null => (arn.length <= 508 ? `aws:${arn}` : null)

/** A name inside a key: with its slashes encoded, so that no two names make the same key. */
function keyPart(name: string): string {
  return name.replaceAll('%', '%25').replaceAll('/', '%2F')
}

function actionText(summary: PolicySummary): string {
  if (summary.notAction) return 'every action but some'
  if (summary.actionCount === 0) return 'nothing: it only denies'
  const [first = ''] = summary.actions
  if (summary.actionCount === 1) return first === '*' ? 'every action' : first || '(an empty action)'
  return cutText(`${summary.actionCount} actions of ${summary.services.join(', ')}`, 256)
}

function resourceText(summary: PolicySummary): string {
  if (summary.notResource) return 'every resource but some'
  if (summary.resources.includes('*')) return '*'
  const [first] = summary.resources
  if (first === undefined) return 'none'
  if (first === '') return '(an empty resource)'
  return summary.resourceCount === 1 ? first : `${first} and ${summary.resourceCount - 1} more`
}
