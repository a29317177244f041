import { ResultCodeError } from 'ldapts'
import type { CallOptions, RightCheck, TestReport } from '#lib/systems/driver.ts'
import { AD_ATTRIBUTES } from './active-directory.ts'
import { clockOf } from './clock.ts'
import type { LdapConnection, LdapSession } from './connect.ts'
import type { LdapEntry } from './entry.ts'
import { codeOf, ldapError, stopIfAborted } from './errors.ts'
import { isOwn } from './find-account.ts'
import { OPENLDAP_ATTRIBUTES } from './openldap.ts'
import { createPolicyReader } from './policies.ts'
import { serviceFilter } from './service-filter.ts'

const INSUFFICIENT_ACCESS = 50
/** Values that no account has: to delete one of them changes nothing, and is refused first for want of rights. */
const NOBODYS = { userAccountControl: '1', pwdAccountLockedTime: '19000101000000Z', userPassword: '{SSHA}tenure-checks-its-rights' } as const

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || host.startsWith('127.')

/** On so many accounts a right is tried before it is called missing: delegation is by unit, and a directory lists its accounts in no order. */
const TRIED = 10

/** Service accounts that are not Tenure's own, to try rights on. */
async function someAccounts(session: LdapSession): Promise<LdapEntry[]> {
  const attributes = session.root.dialect === 'active_directory' ? AD_ATTRIBUTES : OPENLDAP_ATTRIBUTES
  const found: LdapEntry[] = []
  for (const base of session.bases) {
    for await (const page of session.pages(base, serviceFilter(session), attributes)) {
      found.push(...(await othersOf(session, page)))
      if (found.length >= TRIED) return found.slice(0, TRIED)
    }
  }
  return found
}

async function othersOf(session: LdapSession, page: readonly LdapEntry[]): Promise<LdapEntry[]> {
  const own = await Promise.all(page.map((entry) => isOwn(session, entry)))
  return page.filter((entry, at) => entry.text('isCriticalSystemObject') !== 'TRUE' && !own[at])
}

async function mayWrite(session: LdapSession, dn: string, attribute: keyof typeof NOBODYS): Promise<boolean> {
  try {
    await session.modify(dn, [{ operation: 'delete', attribute, values: [NOBODYS[attribute]] }])
    return true
  } catch (error) {
    if (!(error instanceof ResultCodeError)) throw error
    return error.code !== INSUFFICIENT_ACCESS
  }
}

/** The first of these accounts that may be written, or the first of all. */
async function tryWriting(session: LdapSession, accounts: readonly LdapEntry[], attribute: keyof typeof NOBODYS): Promise<{ dn: string; held: boolean }> {
  for (const { dn } of accounts) if (await mayWrite(session, dn, attribute)) return { dn, held: true }
  return { dn: accounts[0]?.dn ?? '', held: false }
}

async function offboardRight(session: LdapSession, accounts: readonly LdapEntry[]): Promise<RightCheck[]> {
  const [account] = accounts
  if (!account) return []
  const active = session.root.dialect === 'active_directory'
  const lock = !active && session.settings.disableBy !== 'password' && (await createPolicyReader(session)(account))
  const attribute = active ? 'userAccountControl' : lock ? 'pwdAccountLockedTime' : 'userPassword'
  const { dn, held } = await tryWriting(session, accounts, attribute)
  return [
    {
      capability: 'offboard',
      right: `write ${attribute}`,
      held,
      purpose: `Take accounts out of service (tried on ${dn})`,
      remedy: active
        ? `dsacls "OU=…" /I:S /G "tenure:RPWP;userAccountControl;user"`
        : `access to attrs=${attribute} by dn.exact="<Tenure's account>" write by …`,
    },
  ]
}

async function canRead(session: LdapSession): Promise<boolean> {
  for (const base of session.bases) if (!(await session.read(base, ['1.1']))) return false
  return session.bases.length > 0
}

function warningsOf({ root, settings }: LdapSession): string[] {
  const { tls, host, privilegedGroups } = settings
  return [
    ...(tls === 'disable' && !isLoopback(host) ? ['The connection is not encrypted: the password of Tenure crosses the network in clear'] : []),
    ...(tls === 'require' ? ['The connection is encrypted, but nobody checks that the right server answers'] : []),
    ...(root.dialect === 'openldap' && privilegedGroups.length === 0 ? ['No privileged groups are named: nobody is called privileged'] : []),
    ...(root.dialect === 'openldap' && settings.serviceFilter === ''
      ? ['No filter of service accounts is set: entries are told by their usual object classes']
      : []),
  ]
}

/** Whether the directory can be reached, as whom, and which rights are missing for what. A failure is part of the answer; it throws only when stopped. */
export async function testConnection(connection: LdapConnection, options?: CallOptions): Promise<TestReport> {
  const { host, port, username, password } = connection.settings
  const doing = `log in at ${host}:${port}`
  try {
    return await connection.withSession({ doing, ...options }, async (session) => {
      const readable = await canRead(session)
      const rights: RightCheck[] = [
        {
          capability: 'discover',
          right: 'read',
          held: readable,
          purpose: `Read accounts and groups below ${session.bases.join(' and ') || 'nothing: the directory names no base'}`,
          remedy: `access to dn.subtree="${session.bases[0] ?? 'dc=…'}" by dn.exact="${username}" read by …`,
        },
        ...(readable ? await offboardRight(session, await someAccounts(session)) : []),
      ]
      return {
        reachable: true,
        as: username,
        serverVersion: session.root.version,
        targetTime: clockOf(session.root),
        rights,
        warnings: warningsOf(session),
      }
    })
  } catch (error) {
    stopIfAborted(options?.signal)
    const problem = ldapError(error, doing, [password])
    return { reachable: false, code: codeOf(problem), reason: problem.message }
  }
}
