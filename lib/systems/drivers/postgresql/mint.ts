import type pg from 'pg'
import { escapeIdentifier, escapeLiteral } from 'pg'
import { TenureError } from '#lib/core/errors.ts'
import type { CallOptions, Minted, MintOrder } from '#lib/systems/driver.ts'
import { assertNamedForLease, beginFor, lookAtAccount, markOf } from './account.ts'
import { inTransaction, type PostgresqlConnection } from './connect.ts'
import { postgresqlError } from './errors.ts'
import { revokeMemberships } from './memberships.ts'
import { findPrivilege, notLendableReason } from './privileges.ts'
import { scramVerifier } from './scram.ts'

/** Refuses a group role that does not exist (`not_found`) or reaches too far (`forbidden`). */
async function assertLendable(client: pg.ClientBase, privilege: string, allowPrivileged: readonly string[]): Promise<void> {
  const row = await findPrivilege(client, privilege)
  if (!row) throw new TenureError('not_found', `There is no role "${privilege}" on this server: choose another privilege`)
  const reason = notLendableReason(row, allowPrivileged)
  if (reason) throw new TenureError('forbidden', `"${privilege}" cannot be lent. ${reason}`)
}

/** Takes back every membership but the ordered one. On 16 and later one that somebody else granted stays: then the mint fails, and nothing of it remains. */
async function dropOtherMemberships(client: pg.ClientBase, order: MintOrder): Promise<void> {
  const { left } = await revokeMemberships(client, order.account, order.privilege)
  if (left.length > 0) throw new TenureError('conflict', `Somebody made the account "${order.account}" a member of ${left.join(', ')} too: revoke that first`)
}

/**
 * Makes the lease's account, or brings the one that a former attempt left to the ordered state: one role, the new password, the validity, one membership.
 * One transaction; nothing is granted on objects (concurrent grants on one object fail with "tuple concurrently updated").
 * Errors: `conflict` (over already by the server's clock, or an account that is not ours), `not_found` and `forbidden` (the privilege), `unavailable`.
 */
export async function mint(connection: PostgresqlConnection, order: MintOrder, options?: CallOptions): Promise<Minted> {
  assertNamedForLease(order)
  const { settings } = connection
  const verifier = await scramVerifier(order.secret, { iterations: settings.scramIterations })
  const role = escapeIdentifier(order.account)
  const state = `LOGIN INHERIT PASSWORD ${escapeLiteral(verifier)} VALID UNTIL ${escapeLiteral(order.validUntil.toISOString())} CONNECTION LIMIT ${settings.accountConnectionLimit}`
  try {
    return await connection.withClient(options, (client) =>
      inTransaction(client, beginFor(order.account), async () => {
        const before = await lookAtAccount(client, order)
        if (before.at >= order.validUntil) throw new TenureError('conflict', 'The lease is over by the clock of the server: nothing was minted')
        if (before.role?.elevated)
          throw new TenureError('conflict', `Somebody gave the account "${order.account}" more than Tenure did: it is not handed out again`)
        await assertLendable(client, order.privilege, settings.allowPrivileged)
        // Before 16 a membership has no options of its own, and Tenure's account no rights over what it makes.
        const modern = before.version >= 160_000
        if (before.role) {
          await client.query(`ALTER ROLE ${role} ${state}`)
          await dropOtherMemberships(client, order)
        } else {
          const keepApart = modern ? `SET LOCAL createrole_self_grant = ''; ` : ''
          await client.query(`${keepApart}CREATE ROLE ${role} ${state}; COMMENT ON ROLE ${role} IS ${escapeLiteral(markOf(order.leaseId))}`)
        }
        // Without SET the borrower has the group's rights but cannot become it: what it makes stays its own, and is found at the end.
        await client.query(`GRANT ${escapeIdentifier(order.privilege)} TO ${role}${modern ? ' WITH INHERIT TRUE, SET FALSE' : ''}`)
        const after = await lookAtAccount(client, order)
        if (!after.role?.canLogin) throw new TenureError('conflict', 'The server did not make the account as ordered: nothing was minted')
        return {
          account: { leaseId: order.leaseId, account: order.account, privilege: order.privilege, nativeId: after.role.oid },
          outcome: before.role ? ('restored' as const) : ('created' as const),
          validUntil: order.validUntil,
          targetTime: after.at,
          login: { host: settings.host, port: settings.port, database: settings.database, username: order.account },
          issuedSecret: null,
        }
      }),
    )
  } catch (error) {
    throw postgresqlError(error, 'mint the account', [order.secret, verifier])
  }
}
