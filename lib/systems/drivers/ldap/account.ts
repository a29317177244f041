import type { Confidence } from '#lib/core/identity-class.ts'
import { type DiscoveredRecordInput, externalKey } from '#lib/systems/discovered.ts'
import { cutText } from '#lib/systems/imports/storable.ts'
import { type Classified, classify, PERSON } from './classify.ts'
import { keysOf } from './discover-keys.ts'
import { isBelow } from './dn.ts'
import type { LdapEntry } from './entry.ts'
import type { Membership } from './groups.ts'

/** What the two dialects say of an account, each in its own attributes. */
export type AccountFacts = {
  externalId: string
  name: string
  kind: string
  enabled: boolean
  createdAt: Date | null
  lastUsedAt: Date | null
  lastUseKnown: 'exact' | 'logs' | 'unknown'
  expiresAt: Date | null
  /** Why it reaches far beside its groups. */
  reach: string[]
  password: { enabled: boolean; lastRotatedAt: Date | null; expiresAt: Date | null; attributes: Record<string, string | boolean | number | null> } | null
  attributes: Record<string, string | boolean | number | null | string[]>
  /** Rights that stand in the entry itself. */
  entitlements: { key: string[]; resource: string; resourceKind: string; action: string }[]
}

const list = (values: string[]): string[] => values.slice(0, 200).map((value) => cutText(value, 1_000))

/** Why an account is privileged: the groups that it is in, and what else gives it reach. Null when it is not. */
export function privilegeReason(memberships: readonly Membership[], reach: readonly string[]): string | null {
  const through = memberships.flatMap(({ group, via }) =>
    group.privileged === null ? [] : [`member of ${group.privileged}${via ? ` through ${via.name}` : ''}`],
  )
  const reasons = [...through, ...reach]
  return reasons.length > 0 ? cutText(reasons.join('; '), 2_000) : null
}

function classOf(entry: LdapEntry, facts: AccountFacts, service: boolean, serviceOus: readonly string[]): Classified {
  return service ? classify({ entry, name: facts.name, inServiceOu: serviceOus.some((ou) => isBelow(entry.dn, ou)) }) : PERSON
}

function detailsOf(entry: LdapEntry, identityClass: Classified['class']): Record<string, string> {
  const description = entry.text('description')?.trim()
  const mail = entry.text('mail')?.trim()
  const hostname = entry.text('dNSHostName')?.trim()
  const system = entry.text('operatingSystem')?.trim()
  const machine = identityClass === 'server' || identityClass === 'endpoint'
  return {
    ...(description ? { description: cutText(description, 1_024) } : {}),
    ...(mail && (identityClass === 'service_account' || identityClass === 'human_admin') ? { email: cutText(mail, 1_024) } : {}),
    ...(machine && hostname ? { hostname: cutText(hostname, 1_024) } : {}),
    ...(machine && system ? { operatingSystem: cutText(system, 1_024) } : {}),
  }
}

/** An account with its password, certificates, keys and group memberships. `service` is false for a person's account, which is kept for its privilege. */
export function recordsOf(
  entry: LdapEntry,
  facts: AccountFacts,
  memberships: readonly Membership[],
  { service, serviceOus }: { service: boolean; serviceOus: readonly string[] },
): DiscoveredRecordInput[] {
  const { externalId, lastUsedAt, lastUseKnown } = facts
  const classified = classOf(entry, facts, service, serviceOus)
  const reason = privilegeReason(memberships, facts.reach)
  const privilegedConfidence: Confidence = memberships.some(({ group }) => group.privileged !== null) || reason === null ? 'certain' : 'likely'
  const identity: DiscoveredRecordInput = {
    type: 'identity',
    externalId,
    name: cutText(facts.name, 1_024),
    ...classified,
    enabled: facts.enabled,
    createdAt: facts.createdAt,
    lastUsedAt,
    lastUseKnown,
    expiresAt: facts.expiresAt,
    privileged: reason !== null,
    privilegedReason: reason,
    privilegedConfidence,
    details: detailsOf(entry, classified.class),
    attributes: { kind: facts.kind, dn: cutText(entry.dn, 2_000), ...facts.attributes, servicePrincipalNames: list(entry.texts('servicePrincipalName')) },
  }
  const password: DiscoveredRecordInput[] = facts.password
    ? [
        {
          type: 'credential',
          identityExternalId: externalId,
          externalId: externalKey(externalId, 'password'),
          kind: 'password',
          lastUsedAt,
          lastUseKnown,
          ...facts.password,
        },
      ]
    : []
  const rights = facts.entitlements.map(
    ({ key, ...right }): DiscoveredRecordInput => ({
      type: 'entitlement',
      identityExternalId: externalId,
      externalId: externalKey(externalId, ...key),
      grantedVia: 'direct',
      ...right,
    }),
  )
  return [identity, ...password, ...keysOf(entry, facts), ...memberships.map((each) => membershipOf(externalId, each)), ...rights]
}

function membershipOf(externalId: string, { group, via }: Membership): DiscoveredRecordInput {
  return {
    type: 'entitlement',
    identityExternalId: externalId,
    externalId: cutText(externalKey(externalId, 'member-of', group.dn), 2_048),
    resource: cutText(group.dn, 2_048),
    resourceKind: 'group',
    action: 'MEMBER',
    grantedVia: via ? cutText(`group ${via.name}`, 1_024) : 'direct',
    attributes: { group: cutText(group.name, 1_024), nested: via !== null, privileged: group.privileged !== null, sid: group.sid },
  }
}
