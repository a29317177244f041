import { TenureError } from '#lib/core/errors.ts'
import type { CallOptions, Minted, MintOrder } from '#lib/systems/driver.ts'
import { alone, assertNamedForLease, lookAtAccount } from './account.ts'
import type { MariadbConnection } from './connect.ts'
import { mariadbError } from './errors.ts'
import { passwordVerifier } from './password-verifier.ts'
import { findPrivilege, notLendableReason } from './privileges.ts'

/**
 * Makes the lease's account, or brings the one that a former attempt left to the ordered state: one account, the new password, one role, which is its default.
 * Accounts are not part of a transaction here: what a broken attempt left is completed by the next one, and removed by the revocation.
 * Errors: `conflict` (over already by the server's clock, or an account that is not ours), `not_found` and `forbidden` (the privilege), `unavailable`.
 */
export async function mint(connection: MariadbConnection, order: MintOrder, options?: CallOptions): Promise<Minted> {
  assertNamedForLease(order)
  const { settings } = connection
  const verifier = passwordVerifier(order.secret)
  try {
    return await connection.withClient(options, (client) =>
      alone(client, order.account, settings.lockTimeoutMs / 1_000, async () => {
        const before = await lookAtAccount(client, order)
        if (before.at >= order.validUntil) throw new TenureError('conflict', 'The lease is over by the clock of the server: nothing was minted')
        const privilege = await findPrivilege(client, order.privilege)
        if (!privilege) throw new TenureError('not_found', `There is no role "${order.privilege}" on this server: choose another privilege`)
        const reason = notLendableReason(privilege, settings.allowPrivileged)
        if (reason) throw new TenureError('forbidden', `"${order.privilege}" cannot be lent. ${reason}`)
        if (before.roles.length > 0) await client.rows('CALL tenure.lease_strip(?)', [order.account])
        const values = [order.account, settings.accountHost, verifier, order.privilege, settings.accountConnectionLimit]
        await client.rows('CALL tenure.lease_mint(?, ?, ?, ?, ?)', values)
        const after = await lookAtAccount(client, order)
        if (after.rows.length !== 1 || after.rows[0]?.locked || after.roles.join() !== order.privilege)
          throw new TenureError('conflict', 'The server did not make the account as ordered: it is not handed out')
        return {
          account: { leaseId: order.leaseId, account: order.account, privilege: order.privilege, nativeId: null },
          outcome: before.rows.length > 0 ? ('restored' as const) : ('created' as const),
          validUntil: order.validUntil,
          targetTime: after.at,
          login: { host: settings.host, port: settings.port, username: order.account },
          issuedSecret: null,
        }
      }),
    )
  } catch (error) {
    throw mariadbError(error, 'mint the account', [order.secret, verifier])
  }
}
