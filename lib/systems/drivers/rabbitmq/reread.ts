import type { AccountFacts, CallOptions, LeaseAccount, Residual } from '#lib/systems/driver.ts'
import { assertNamedForLease, isOurs, lookAtUser, mayLogin } from './account.ts'
import type { RabbitmqConnection } from './connect.ts'
import { inWords, rightsOf, sameRights } from './permissions.ts'
import { sessionsOf } from './sessions.ts'

/**
 * The account as the server shows it now; a user of this name that Tenure did not make is told as `exists` without `ours`. RabbitMQ has no memberships: `memberOf`
 * names the privilege while the rights are those of its template, and otherwise says the rights themselves.
 */
export async function reread(connection: RabbitmqConnection, account: LeaseAccount, options?: CallOptions): Promise<AccountFacts> {
  assertNamedForLease(account)
  const { at, user } = await lookAtUser(connection, account.account, options)
  const sessions = await sessionsOf(connection, account.account, options)
  const facts = { nativeId: null, validUntil: null, sessions: sessions.length, targetTime: at }
  if (!user) return { ...facts, exists: false, ours: false, canLogin: false, memberOf: [] }
  const rights = await rightsOf(connection, account.account, options)
  const lent = await rightsOf(connection, account.privilege, options)
  const words = inWords(rights)
  return {
    ...facts,
    exists: true,
    ours: isOurs(user),
    canLogin: mayLogin(user),
    memberOf: words.length > 0 && sameRights(rights, lent) ? [account.privilege] : words,
  }
}

/** What could still work with the account in this state. RabbitMQ has no end of a user, so nothing runs out by itself. Nothing left: an empty list. */
export function residualOf(facts: AccountFacts): Residual[] {
  const login: Residual = {
    what: 'login',
    count: 1,
    until: null,
    why: 'The account accepts new logins until its password is taken: RabbitMQ knows no end of a user',
  }
  const session: Residual = { what: 'session', count: facts.sessions, until: null, why: 'A connection lasts until it is ended: taking the password ends none' }
  return [...(facts.exists && facts.canLogin ? [login] : []), ...(facts.sessions > 0 ? [session] : [])]
}

/** The same, asked from the server; `unavailable` when it does not answer, which is no proof that nothing is left. */
export async function residual(connection: RabbitmqConnection, account: LeaseAccount, options?: CallOptions): Promise<Residual[]> {
  return residualOf(await reread(connection, account, options))
}
