import type { CallOptions, LeaseAccount, Residual } from '#lib/systems/driver.ts'
import type { RedisConnection } from './connect.ts'
import { reread } from './reread.ts'

/** What could still work with the user, asked from the server; `unavailable` when it does not answer, which is no proof that nothing is left. */
export async function residual(connection: RedisConnection, account: LeaseAccount, options?: CallOptions): Promise<Residual[]> {
  const facts = await reread(connection, account, options)
  const left: Residual[] = []
  if (facts.exists && facts.canLogin)
    left.push({ what: 'login', count: 1, until: null, why: 'Redis keeps no end of a user: it accepts new logins until Tenure has ended it' })
  if (facts.sessions > 0) {
    const why = 'Redis ends no connection when its user is switched off: it lasts until it is killed or the user is deleted'
    left.push({ what: 'session', count: facts.sessions, until: null, why })
  }
  return left
}
