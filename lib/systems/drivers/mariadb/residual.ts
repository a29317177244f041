import type { CallOptions, LeaseAccount, Residual } from '#lib/systems/driver.ts'
import type { MariadbConnection } from './connect.ts'
import { reread } from './reread.ts'

/** What could still work with the account, asked from the server; `unavailable` when it does not answer, which is no proof that nothing is left. */
export async function residual(connection: MariadbConnection, account: LeaseAccount, options?: CallOptions): Promise<Residual[]> {
  const facts = await reread(connection, account, options)
  const left: Residual[] = []
  if (facts.exists && facts.canLogin) {
    const why = 'MariaDB keeps no end of an account: it accepts new logins until Tenure has ended it'
    left.push({ what: 'login', count: 1, until: null, why })
  }
  if (facts.sessions > 0) {
    const why = facts.exists
      ? 'MariaDB ends no open session by itself, also not when the account is locked; it lasts until it is killed'
      : 'The account is gone, but a session that was opened before lives on until it is killed'
    left.push({ what: 'session', count: facts.sessions, until: null, why })
  }
  return left
}
