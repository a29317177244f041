import { AndFilter, EqualityFilter, type Filter, OrFilter } from 'ldapts'
import { z } from 'zod'
import { TenureError } from '#lib/core/errors.ts'
import type { LdapSession } from './connect.ts'
import { normalDn } from './dn.ts'
import type { LdapEntry } from './entry.ts'
import type { Way } from './offboarding-way.ts'
import { isLocked, isOpen, LOCKED_FOR_GOOD, passwordState, unusablePassword } from './openldap.ts'
import { createPolicyReader } from './policies.ts'

const Remembered = z.object({ userPassword: z.array(z.base64()).min(1) })
const MEMBER = ['member', 'uniqueMember', 'roleOccupant'] as const

/** Whether the entry has a password at all, which needs less than reading it. */
async function hasPassword(session: LdapSession, entry: LdapEntry): Promise<boolean> {
  if (entry.isA('simpleSecurityObject')) return true
  for await (const page of session.pages(entry.dn, '(userPassword=*)', ['1.1']))
    if (page.some((found) => normalDn(found.dn) === normalDn(entry.dn))) return true
  return false
}

const naming = (attributes: readonly string[], dn: string): Filter =>
  new OrFilter({ filters: attributes.map((attribute) => new EqualityFilter({ attribute, value: dn })) })

/** The entries that name this one in one of `attributes`, at most one page of them. */
async function whoNames(session: LdapSession, attributes: readonly string[], dn: string): Promise<LdapEntry[]> {
  const found: LdapEntry[] = []
  for (const base of session.root.bases) {
    for await (const page of session.pages(base, new AndFilter({ filters: [naming(attributes, dn)] }), ['objectClass', ...MEMBER])) {
      found.push(...page)
      break
    }
  }
  return found
}

const others = (group: LdapEntry, attribute: string, dn: string) => group.texts(attribute).filter((member) => normalDn(member) !== normalDn(dn))
const needsMembers = (group: LdapEntry) => group.isA('groupOfNames') || group.isA('groupOfUniqueNames')

/** Whether this account is to be locked, and not to lose its password. Throws `conflict` where only a lock is wished and none would hold. */
async function locksOut(session: LdapSession, entry: LdapEntry): Promise<boolean> {
  const { disableBy } = session.settings
  if (disableBy === 'password') return false
  const holds = await createPolicyReader(session)(entry)
  if (disableBy === 'lock' && !holds)
    throw new TenureError(
      'conflict',
      'No password policy with pwdLockout TRUE is known for this account, so that a lock would do nothing: name the default policy in the settings, or let Tenure replace the password',
    )
  return holds
}

/**
 * OpenLDAP has no switch for an account. Where the password policy of the entry heeds it, an account is locked for good; elsewhere its password is replaced
 * by one that cannot be guessed, and kept by the caller.
 */
export const openldapWay: Way = {
  isOpen: async (session, entry, now) => isOpen(entry, await createPolicyReader(session)(entry), now),

  async remember(session, entry) {
    if (await locksOut(session, entry)) return null
    const state = passwordState(entry)
    if (state === 'unknown' && (await hasPassword(session, entry)))
      throw new TenureError(
        'forbidden',
        'Tenure may not read the password hash, and so could not bring the account back: allow it as in the guide, or set up a password policy with pwdLockout',
      )
    if (state !== 'usable') return null
    return JSON.stringify({ userPassword: entry.buffers('userPassword').map((value) => value.toString('base64')) })
  },

  async disable(session, entry) {
    if (await locksOut(session, entry)) {
      if (isLocked(entry)) return null
      await session.modify(entry.dn, [{ operation: 'replace', attribute: 'pwdAccountLockedTime', values: [LOCKED_FOR_GOOD] }])
      return 'The account was locked for good (pwdAccountLockedTime)'
    }
    if (passwordState(entry) === 'unusable') return null
    await session.modify(entry.dn, [{ operation: 'replace', attribute: 'userPassword', values: [unusablePassword()] }])
    return 'The password was replaced by one that nobody knows'
  },

  async restore(session, entry, remembered) {
    const done: string[] = []
    if (isLocked(entry)) {
      await session.modify(entry.dn, [{ operation: 'delete', attribute: 'pwdAccountLockedTime', values: [] }])
      done.push('The account was unlocked')
    }
    if (passwordState(entry) === 'unusable') {
      const values = remembered === null ? [] : Remembered.parse(JSON.parse(remembered)).userPassword.map((value) => Buffer.from(value, 'base64'))
      await session.modify(entry.dn, [{ operation: 'replace', attribute: 'userPassword', values }])
      done.push(values.length > 0 ? 'The former password works again' : 'It has no password, as before')
    }
    return done.length > 0 ? done.join('; ') : null
  },

  async dependents(session, entry) {
    const named = await whoNames(session, ['owner', 'manager'], entry.dn)
    const groups = (await whoNames(session, MEMBER, entry.dn)).filter(
      (group) => needsMembers(group) && MEMBER.every((attribute) => others(group, attribute, entry.dn).length === 0),
    )
    return [...named.map(({ dn }) => `it is owner or manager of ${dn}`), ...groups.map(({ dn }) => `it is the only member of ${dn}`)]
  },

  // Without the overlay refint a group keeps the name, and whoever gets that name next has the rights.
  async beforeRemoval(session, entry) {
    let left = 0
    for (const group of await whoNames(session, MEMBER, entry.dn)) {
      for (const attribute of MEMBER) {
        const mine = group.texts(attribute).filter((member) => normalDn(member) === normalDn(entry.dn))
        if (mine.length === 0) continue
        await session.modify(group.dn, [{ operation: 'delete', attribute, values: mine }])
        left += 1
      }
    }
    return left
  },
}
