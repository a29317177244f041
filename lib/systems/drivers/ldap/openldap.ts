import { randomBytes } from 'node:crypto'
import type { AccountFacts } from './account.ts'
import { firstValue } from './dn.ts'
import type { LdapEntry } from './entry.ts'
import { fromGeneralizedTime } from './values.ts'

export const PEOPLE = '(objectClass=person)'
/** A role with occupants is a group of people, not an account. */
export const SERVICES =
  '(|(objectClass=simpleSecurityObject)(objectClass=account)(objectClass=applicationProcess)(&(objectClass=organizationalRole)(!(roleOccupant=*))))'

/** `userPassword` is asked for to know whether there is one and how it is kept; its value goes no further than `passwordState`. */
export const OPENLDAP_ATTRIBUTES: readonly string[] = [
  'objectClass,entryUUID,uid,cn,description,mail,createTimestamp,authTimestamp,pwdLastSuccess,pwdChangedTime,pwdStartTime,pwdEndTime,pwdAccountLockedTime',
  'pwdPolicySubentry,pwdReset,userPassword,userCertificate;binary,userCertificate,sshPublicKey,seeAlso,host',
].flatMap((line) => line.split(','))

/** "Locked until an administrator unlocks it" (draft-behera-ldap-password-policy §5.3.3). */
export const LOCKED_FOR_GOOD = '000001010000Z'

const UNUSABLE_MARK = 'tenure-no-login:'

/**
 * A value for userPassword that no password matches: the digest is random, so nobody knows what it would be a digest of. A scheme that every OpenLDAP knows, because
 * it takes the text after an unknown one for the password itself. The salt says whose it is.
 */
export function unusablePassword(): string {
  return `{SSHA}${Buffer.concat([randomBytes(20), Buffer.from(UNUSABLE_MARK, 'utf8'), randomBytes(8)]).toString('base64')}`
}

const isUnusable = (value: Buffer): boolean => {
  const text = value.toString('latin1')
  return text.startsWith('{SSHA}') && Buffer.from(text.slice(6), 'base64').subarray(20).toString('utf8').startsWith(UNUSABLE_MARK)
}

export type PasswordState = 'unknown' | 'usable' | 'unusable'

/** Whether an entry has a password that works; `unknown` where Tenure may not read it, which looks like having none. */
export function passwordState(entry: LdapEntry): PasswordState {
  const values = entry.buffers('userPassword')
  if (values.length === 0) return 'unknown'
  return values.every(isUnusable) ? 'unusable' : 'usable'
}

export const isLocked = (entry: LdapEntry): boolean => entry.text('pwdAccountLockedTime') === LOCKED_FOR_GOOD

/** How the passwords are kept, by the scheme in front of them (RFC 2307 §5.3); `clear` for one that stands there as it is. */
const schemesOf = (values: readonly Buffer[]): string[] => [
  ...new Set(values.map((value) => /^\{([A-Za-z0-9-]{1,32})\}/.exec(value.toString('latin1'))?.[1]?.toUpperCase() ?? 'clear')),
]

export const openldapKey = (entry: LdapEntry): string => entry.text('entryUUID') ?? entry.dn
export const openldapName = (entry: LdapEntry): string => entry.text('uid') ?? entry.text('cn') ?? firstValue(entry.dn)

function kindOf(entry: LdapEntry): string {
  const classes = ['applicationProcess', 'organizationalRole', 'account', 'inetOrgPerson', 'person', 'simpleSecurityObject']
  return classes.find((each) => entry.isA(each)) ?? 'entry'
}

/** When it was last used: recorded by `lastbind` with each login. Where an entry has no such time nobody can say since when the server keeps it. */
function lastUseOf(entry: LdapEntry): Pick<AccountFacts, 'lastUsedAt' | 'lastUseKnown'> {
  const at = fromGeneralizedTime(entry.text('pwdLastSuccess')) ?? fromGeneralizedTime(entry.text('authTimestamp'))
  return at ? { lastUsedAt: at, lastUseKnown: 'exact' } : { lastUsedAt: null, lastUseKnown: 'unknown' }
}

/** Whether logins are refused by what the entry says: its end, its beginning, a lock that holds, or a password that cannot work. */
export function isOpen(entry: LdapEntry, lockHolds: boolean, now: Date): boolean {
  const end = fromGeneralizedTime(entry.text('pwdEndTime'))
  const start = fromGeneralizedTime(entry.text('pwdStartTime'))
  return !(lockHolds && isLocked(entry)) && passwordState(entry) !== 'unusable' && !(end !== null && end <= now) && !(start !== null && start > now)
}

/** An account of OpenLDAP or another directory with its attributes. `lockHolds`: the password policy of the entry heeds a lock. */
export function openldapFacts(entry: LdapEntry, lockHolds: boolean, now: Date): AccountFacts {
  const enabled = isOpen(entry, lockHolds, now)
  const expiresAt = fromGeneralizedTime(entry.text('pwdEndTime'))
  const state = passwordState(entry)
  const changedAt = fromGeneralizedTime(entry.text('pwdChangedTime'))
  const known = state !== 'unknown' || changedAt !== null || entry.isA('simpleSecurityObject')
  return {
    externalId: openldapKey(entry),
    name: openldapName(entry),
    kind: kindOf(entry),
    enabled,
    createdAt: fromGeneralizedTime(entry.text('createTimestamp')),
    ...lastUseOf(entry),
    expiresAt,
    reach: [],
    password: {
      enabled: enabled && state !== 'unusable',
      lastRotatedAt: changedAt,
      expiresAt,
      attributes: {
        present: known ? 'yes' : 'unknown',
        scheme: schemesOf(entry.buffers('userPassword')).join(', ') || null,
        mustChange: entry.text('pwdReset') === 'TRUE',
      },
    },
    attributes: {
      lockedAt: entry.text('pwdAccountLockedTime'),
      passwordPolicy: entry.text('pwdPolicySubentry'),
      hosts: entry.texts('host').slice(0, 100),
      seeAlso: entry.texts('seeAlso').slice(0, 50),
    },
    entitlements: [],
  }
}
