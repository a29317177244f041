import type { AccountFacts } from './account.ts'
import { accountFlags, ACCOUNT_DISABLED } from './active-directory-names.ts'
import { firstValue } from './dn.ts'
import type { LdapEntry } from './entry.ts'
import { fromFileTime, fromGeneralizedTime, guidText, sidText } from './values.ts'

export const AD_PEOPLE = '(&(objectCategory=person)(objectClass=user))'
export const AD_SERVICES =
  '(|(&(objectCategory=person)(objectClass=user)(servicePrincipalName=*))(objectClass=msDS-GroupManagedServiceAccount)(objectClass=msDS-ManagedServiceAccount))'

export const AD_ATTRIBUTES: readonly string[] = [
  'objectClass,objectGUID,objectSid,sAMAccountName,userPrincipalName,description,mail,whenCreated,lastLogonTimestamp,lastLogon,pwdLastSet,accountExpires',
  'userAccountControl,msDS-UserPasswordExpiryTimeComputed,servicePrincipalName,memberOf,primaryGroupID,adminCount,msDS-AllowedToDelegateTo',
  'msDS-AllowedToActOnBehalfOfOtherIdentity,userCertificate,sshPublicKey,altSecurityIdentities,msDS-KeyCredentialLink,msDS-SupportedEncryptionTypes',
  'dNSHostName,operatingSystem,managedBy,managedObjects,isCriticalSystemObject',
].flatMap((line) => line.split(','))

const later = (one: Date | null, other: Date | null): Date | null => (one !== null && other !== null ? (one > other ? one : other) : (one ?? other))
const numberOf = (entry: LdapEntry, attribute: string): number => Number(entry.text(attribute) ?? 0) || 0

/** The objectGUID, which outlives a new name and a move; the name of the entry where it is not readable. */
export function adKey(entry: LdapEntry): string {
  const [bytes] = entry.buffers('objectGUID')
  return (bytes && guidText(bytes)) ?? entry.dn
}

export const adName = (entry: LdapEntry): string => entry.text('sAMAccountName') ?? firstValue(entry.dn)

export const isDisabled = (entry: LdapEntry): boolean => (numberOf(entry, 'userAccountControl') & ACCOUNT_DISABLED) !== 0

function kindOf(entry: LdapEntry): string {
  if (entry.isA('msDS-GroupManagedServiceAccount')) return 'group_managed_service_account'
  if (entry.isA('msDS-ManagedServiceAccount')) return 'managed_service_account'
  return entry.isA('computer') ? 'computer' : 'user'
}

/**
 * An account of Active Directory. `lastLogon` is this domain controller's own, `lastLogonTimestamp` is replicated with up to 14 days of delay
 * (MS-ADA1 §2.352): together they show a use, and their absence shows nothing.
 */
export function adFacts(entry: LdapEntry, now: Date): AccountFacts {
  const control = numberOf(entry, 'userAccountControl')
  const flags = accountFlags(control)
  const has = (flag: string) => flags.includes(flag)
  const expiresAt = fromFileTime(entry.text('accountExpires'))
  const enabled = !isDisabled(entry) && !(expiresAt !== null && expiresAt <= now)
  const [sid] = entry.buffers('objectSid')
  const delegates = [...new Set(entry.texts('msDS-AllowedToDelegateTo'))]
  const kind = kindOf(entry)
  return {
    externalId: adKey(entry),
    name: adName(entry),
    kind,
    enabled,
    createdAt: fromGeneralizedTime(entry.text('whenCreated')),
    lastUsedAt: later(fromFileTime(entry.text('lastLogon')), fromFileTime(entry.text('lastLogonTimestamp'))),
    lastUseKnown: 'logs',
    expiresAt,
    reach: [
      ...(has('trusted_for_delegation') ? ['trusted for delegation: it can act as anybody who logs in to it'] : []),
      ...(has('trusted_to_authenticate_for_delegation') && delegates.length > 0 ? [`may act as anybody towards ${delegates.length} service(s)`] : []),
    ],
    password: {
      enabled,
      lastRotatedAt: fromFileTime(entry.text('pwdLastSet')),
      expiresAt: fromFileTime(entry.text('msDS-UserPasswordExpiryTimeComputed')),
      attributes: {
        present: has('password_not_required') ? 'unknown' : 'yes',
        neverExpires: has('password_never_expires'),
        managed: kind.endsWith('managed_service_account'),
        reversible: has('reversible_password'),
      },
    },
    attributes: {
      userPrincipalName: entry.text('userPrincipalName'),
      sid: sid ? sidText(sid) : null,
      userAccountControl: control,
      flags,
      passwordNeverExpires: has('password_never_expires'),
      delegation: has('trusted_for_delegation')
        ? 'unconstrained'
        : delegates.length > 0
          ? has('trusted_to_authenticate_for_delegation')
            ? 'protocol_transition'
            : 'constrained'
          : 'none',
      delegationFromOthers: entry.has('msDS-AllowedToActOnBehalfOfOtherIdentity'),
      adminCount: numberOf(entry, 'adminCount'),
      keyCredentials: entry.texts('msDS-KeyCredentialLink').length,
      certificateMappings: entry.texts('altSecurityIdentities').slice(0, 50),
      encryptionTypes: entry.text('msDS-SupportedEncryptionTypes'),
      managedBy: entry.text('managedBy'),
      criticalSystemObject: entry.text('isCriticalSystemObject') === 'TRUE',
    },
    entitlements: delegates.map((service) => ({ key: ['delegate', service], resource: service.slice(0, 2_048), resourceKind: 'service', action: 'DELEGATE' })),
  }
}
