import type { DiscoveredRecordInput } from '../../discovered.ts'
import { boundedKey } from '../bounded-key.ts'
import { saidOnly, tidyDetails } from '../tidy-details.ts'
import type { Privileges } from './privileges.ts'
import type { OktaRole, OktaToken, OktaUser } from './okta-schemas.ts'

/** A person's account: in the register only where it holds an administrator's role. `user` is missing where the file names its id alone. */
export function adminIdentity(id: string, user: OktaUser | undefined, privileges: Privileges): DiscoveredRecordInput {
  const { login, email, firstName, lastName } = user?.profile ?? {}
  return {
    type: 'identity',
    externalId: id,
    name: login ?? id,
    class: 'human_admin',
    classReason: "A user with an administrator's role",
    classConfidence: 'likely',
    enabled: !user || !/^(SUSPENDED|DEPROVISIONED|LOCKED_OUT)$/.test(user.status),
    createdAt: user?.created ?? null,
    lastUsedAt: user?.lastLogin ?? null,
    lastUseKnown: user ? 'exact' : 'unknown',
    ...privileges.of(id),
    details: tidyDetails({ email: email ?? login, person: [firstName, lastName].filter(Boolean).join(' ') }),
    attributes: { kind: 'okta_admin', ...(user ? { status: user.status } : {}), classEvident: true },
  }
}

export function roleEntitlement(holder: string, role: OktaRole, host: string | null): DiscoveredRecordInput {
  return {
    type: 'entitlement',
    identityExternalId: holder,
    externalId: boundedKey('role', role.id),
    resource: host ?? 'okta',
    resourceKind: 'okta_org',
    action: role.type.slice(0, 256),
    grantedVia: role.assignmentType === 'GROUP' ? 'a group' : 'direct',
    attributes: { part: 'roles', ...saidOnly({ label: role.label, status: role.status }), assignmentType: role.assignmentType },
  }
}

/** An API token: an identity of its own, since it works by itself with whatever rights its maker has, and a credential. */
export function* tokenRecords(token: OktaToken, maker: OktaUser | undefined, privileges: Privileges): Generator<DiscoveredRecordInput, void, undefined> {
  const { id, userId, created, expiresAt, lastUpdated, tokenWindow } = token
  yield tokenIdentity(token, maker, privileges)
  yield {
    type: 'credential',
    identityExternalId: id,
    externalId: id,
    kind: 'api_key',
    enabled: true,
    createdAt: created ?? null,
    expiresAt: expiresAt ?? null,
    attributes: saidOnly({ tokenWindow, lastUpdated }),
  }
  if (userId) yield makerTrust(id, userId, maker, privileges.has(userId))
}

function tokenIdentity(token: OktaToken, maker: OktaUser | undefined, privileges: Privileges): DiscoveredRecordInput {
  const { id, name, userId, clientName, created, expiresAt, network } = token
  const held = privileges.of(userId ?? '')
  return {
    type: 'identity',
    externalId: id,
    name,
    class: 'service_account',
    classReason: 'An API token, with which a program signs in with the rights of the user who made it',
    classConfidence: 'likely',
    enabled: true,
    createdAt: created ?? null,
    expiresAt: expiresAt ?? null,
    ...held,
    privilegedReason: held.privileged ? `The user who made it: ${held.privilegedReason}` : null,
    details: tidyDetails({ accountType: 'API token', createdBy: maker?.profile.login ?? userId, usedBy: [clientName] }),
    attributes: { kind: 'okta_api_token', ...saidOnly({ userId, clientName, network: network?.connection }), classEvident: true },
  }
}

/** Who made a token can take it back, and make others. */
function makerTrust(token: string, userId: string, maker: OktaUser | undefined, isIdentity: boolean): DiscoveredRecordInput {
  return {
    type: 'trust',
    identityExternalId: token,
    externalId: boundedKey('maker', userId),
    kind: 'administer',
    principal: maker?.profile.login ?? userId,
    principalKind: 'person',
    principalExternalId: isIdentity ? userId : null,
  }
}
