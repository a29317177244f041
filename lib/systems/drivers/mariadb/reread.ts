import type { AccountFacts, CallOptions, LeaseAccount } from '#lib/systems/driver.ts'
import { assertNamedForLease, lookAt } from './account.ts'
import type { MariadbConnection } from './connect.ts'
import { mariadbError } from './errors.ts'

/** The account as the server shows it now. An account of this name that Tenure did not make is told as `exists` without `ours`. */
export async function reread(connection: MariadbConnection, account: LeaseAccount, options?: CallOptions): Promise<AccountFacts> {
  assertNamedForLease(account)
  try {
    const look = await connection.withClient(options, (client) => lookAt(client, account.account))
    return {
      exists: look.rows.length > 0,
      ours: look.rows.length > 0 && look.rows.every((row) => row.marked),
      nativeId: account.nativeId,
      canLogin: look.rows.some((row) => !row.locked),
      validUntil: null,
      memberOf: look.roles,
      sessions: look.sessions.length,
      targetTime: look.at,
    }
  } catch (error) {
    throw mariadbError(error, 'reread the account')
  }
}
