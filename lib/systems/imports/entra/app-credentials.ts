import { hash } from 'node:crypto'
import type { DiscoveredRecordInput } from '../../discovered.ts'
import { boundedKey } from '../bounded-key.ts'
import { cutText } from '../storable.ts'
import type { Application, ServicePrincipal } from './graph-schemas.ts'

export type Carrier = Partial<Pick<ServicePrincipal | Application, 'passwordCredentials' | 'keyCredentials' | 'federatedIdentityCredentials' | 'owners'>>

/** What an application or its service principal authenticates with, and who may change that. `heldBy` says on which of the two it stands. */
export function* carrierRecords(
  appId: string,
  heldBy: 'application' | 'service_principal',
  carrier: Carrier,
): Generator<DiscoveredRecordInput, void, undefined> {
  for (const { keyId, displayName, startDateTime, endDateTime } of carrier.passwordCredentials ?? []) {
    const attributes = { heldBy, ...(displayName ? { displayName } : {}) }
    yield { ...credential(appId, keyId, startDateTime, endDateTime), kind: 'oauth_client_secret', attributes }
  }
  for (const key of carrier.keyCredentials ?? []) {
    const attributes = { heldBy, ...named('displayName', key.displayName), ...named('usage', key.usage), ...named('thumbprint', key.customKeyIdentifier) }
    yield { ...credential(appId, key.keyId, key.startDateTime, key.endDateTime), kind: 'x509_certificate', fingerprint: fingerprintOf(key), attributes }
  }
  for (const trust of carrier.federatedIdentityCredentials ?? []) {
    yield* federationRecords(appId, heldBy, trust)
  }
  for (const owner of carrier.owners ?? []) yield ownerTrust(appId, heldBy, owner)
}

function credential(appId: string, keyId: string, from: string | null | undefined, until: string | null | undefined) {
  return {
    type: 'credential' as const,
    identityExternalId: appId,
    externalId: keyId,
    createdAt: from ?? null,
    lastRotatedAt: from ?? null,
    expiresAt: until ?? null,
    enabled: true,
  }
}

/** The SHA-256 of a certificate, where the answer holds it; a symmetric key is a secret and is passed over. */
function fingerprintOf({ type, key }: NonNullable<Carrier['keyCredentials']>[number]): string | null {
  if (!key || type !== 'AsymmetricX509Cert') return null
  const der = Buffer.from(key, 'base64')
  return der[0] === 0x30 ? `sha256:${hash('sha256', der, 'hex')}` : null
}

type Federation = NonNullable<Carrier['federatedIdentityCredentials']>[number]

function* federationRecords(
  appId: string,
  heldBy: string,
  { id, name, issuer, subject, audiences }: Federation,
): Generator<DiscoveredRecordInput, void, undefined> {
  const externalId = boundedKey('federated', id ?? name)
  yield {
    type: 'credential',
    identityExternalId: appId,
    externalId,
    kind: 'federated_trust',
    fingerprint: cutText(issuer, 256),
    enabled: true,
    attributes: { heldBy, name, issuer, ...named('subject', subject) },
  }
  yield {
    type: 'trust',
    identityExternalId: appId,
    externalId,
    kind: 'federate',
    principal: subject || issuer,
    principalKind: 'federated',
    condition: cutText(`issuer ${issuer}${audiences?.length ? `, audience ${audiences.join(' or ')}` : ''}`, 4_000),
    attributes: { name },
  }
}

function ownerTrust(appId: string, heldBy: string, owner: NonNullable<Carrier['owners']>[number]): DiscoveredRecordInput {
  const isApp = owner['@odata.type'] === '#microsoft.graph.servicePrincipal'
  const isPerson = owner['@odata.type'] === '#microsoft.graph.user' || Boolean(owner.userPrincipalName)
  return {
    type: 'trust',
    identityExternalId: appId,
    externalId: boundedKey('owner', heldBy, owner.id),
    kind: 'administer',
    principal: owner.userPrincipalName || owner.id,
    principalKind: isApp ? 'identity' : isPerson ? 'person' : 'unknown',
    ...(isApp ? { principalExternalId: owner.appId ?? null, principalCorrelationKey: `entra:sp:${owner.id}` } : {}),
    attributes: { heldBy, objectId: owner.id, ...named('displayName', owner.displayName) },
  }
}

function named(key: string, value: string | null | undefined): Record<string, string> {
  return value ? { [key]: cutText(value, 1_000) } : {}
}
