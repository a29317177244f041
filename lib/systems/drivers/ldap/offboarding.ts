import { TenureError } from '#lib/core/errors.ts'
import type { CallOptions, Offboarding, StandingAccount, StandingFacts, StandingStep } from '#lib/systems/driver.ts'
import { clockOf } from './clock.ts'
import type { LdapConnection, LdapSession } from './connect.ts'
import type { LdapEntry } from './entry.ts'
import { findAccount, findStanding, getStanding } from './find-account.ts'
import { activeDirectoryWay } from './offboard-active-directory.ts'
import { openldapWay } from './offboard-openldap.ts'
import type { Way } from './offboarding-way.ts'

const SURVIVE = 'Sessions and tickets that are open already live on until they end: LDAP cannot end them'

const wayOf = ({ root }: LdapSession): Way => (root.dialect === 'active_directory' ? activeDirectoryWay : openldapWay)

/** What forbids the removal: entries below it, and what names it as its own. */
async function dependentsOf(session: LdapSession, entry: LdapEntry): Promise<string[]> {
  const below: string[] = []
  for await (const page of session.pages(entry.dn, '(objectClass=*)', ['1.1'], 'one')) {
    below.push(...page.map(({ dn }) => `${dn} lies below it`))
    break
  }
  return [...below, ...(await wayOf(session).dependents(session, entry))].slice(0, 50)
}

const call = <T>(connection: LdapConnection, doing: string, options: CallOptions | undefined, work: (session: LdapSession) => Promise<T>) =>
  connection.withSession({ doing, ...options }, work)

/** Changes an account, and reads it again to see that it is as it should be. */
async function change(
  session: LdapSession,
  account: StandingAccount,
  shouldBeOpen: boolean,
  act: (way: Way, entry: LdapEntry) => Promise<string | null>,
): Promise<StandingStep> {
  const way = wayOf(session)
  const entry = await getStanding(session, account)
  const done = await act(way, entry)
  const after = await getStanding(session, account)
  if (!shouldBeOpen && (await way.isOpen(session, after, clockOf(session.root))))
    throw new TenureError(
      'conflict',
      'The directory took the change, but the account may still log in: somebody else changed it meanwhile, or its password policy does not heed a lock',
    )
  return { at: clockOf(session.root), changed: done !== null, detail: done ?? (shouldBeOpen ? 'It was in service already' : 'It was out of service already') }
}

/** Taking an account out of service in the way that the directory has for it. */
export const offboarding: Offboarding<LdapConnection> = {
  remember: (connection, account, options) =>
    call(connection, 'read what is needed to bring the account back', options, async (session) => {
      const entry = await findStanding(session, account)
      return entry && wayOf(session).remember(session, entry)
    }),

  disable: (connection, account, options) =>
    call(connection, 'take the account out of service', options, async (session) => {
      const step = await change(session, account, false, (way, entry) => way.disable(session, entry))
      return { ...step, detail: `${step.detail}. ${SURVIVE}` }
    }),

  restore: (connection, account, remembered, options) =>
    call(connection, 'bring the account back', options, (session) => change(session, account, true, (way, entry) => way.restore(session, entry, remembered))),

  remove: (connection, account, options) =>
    call(connection, 'remove the account', options, async (session) => {
      const entry = await findStanding(session, account)
      if (!entry) return { at: clockOf(session.root), changed: false, detail: 'The account is not in the directory' }
      const dependents = await dependentsOf(session, entry)
      if (dependents.length > 0) throw new TenureError('conflict', `The account is not removed while something hangs on it: ${dependents.join('; ')}`)
      const groups = await wayOf(session).beforeRemoval(session, entry)
      await session.remove(entry.dn)
      if (await findAccount(session, account))
        throw new TenureError('conflict', 'The directory says that it removed the account, but the account is still there')
      return { at: clockOf(session.root), changed: true, detail: `Removed ${entry.dn}${groups > 0 ? ` and its name from ${groups} group(s)` : ''}. ${SURVIVE}` }
    }),

  reread: (connection, account, options) =>
    call(connection, 'read the account', options, async (session): Promise<StandingFacts> => {
      const entry = await findAccount(session, account)
      const targetTime = clockOf(session.root)
      if (!entry) return { exists: false, enabled: false, sessions: null, dependents: [], targetTime }
      const enabled = await wayOf(session).isOpen(session, entry, targetTime)
      return { exists: true, enabled, sessions: null, dependents: await dependentsOf(session, entry), targetTime }
    }),
}
