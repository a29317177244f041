import type { AccountFacts, CallOptions, LeaseAccount, Residual } from '#lib/systems/driver.ts'
import type { PostgresqlConnection } from './connect.ts'
import { reread } from './reread.ts'

/** What could still work with the account in this state, and until when by the server's clock. Nothing left: an empty list. */
export function residualOf(facts: AccountFacts): Residual[] {
  const left: Residual[] = []
  const expired = facts.validUntil !== null && facts.validUntil <= facts.targetTime
  if (facts.exists && facts.canLogin && !expired) {
    const why = facts.validUntil ? 'The account accepts new logins until VALID UNTIL passes' : 'The account accepts new logins and has no VALID UNTIL'
    left.push({ what: 'login', count: 1, until: facts.validUntil, why })
  }
  if (facts.sessions > 0) {
    const why = facts.exists
      ? 'PostgreSQL ends no open session by itself: neither when VALID UNTIL passes nor when logins are blocked; it lasts until it is terminated'
      : 'The account is gone, but a session that was opened before lives on until it is terminated'
    left.push({ what: 'session', count: facts.sessions, until: null, why })
  }
  return left
}

/** The same, asked from the server; `unavailable` when it does not answer, which is no proof that nothing is left. */
export async function residual(connection: PostgresqlConnection, account: LeaseAccount, options?: CallOptions): Promise<Residual[]> {
  return residualOf(await reread(connection, account, options))
}
