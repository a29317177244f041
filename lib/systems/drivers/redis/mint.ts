import { createHash } from 'node:crypto'
import { TenureError } from '#lib/core/errors.ts'
import type { CallOptions, Minted, MintOrder } from '#lib/systems/driver.ts'
import { assertNamedForLease, lookAtAccount, markOf } from './account.ts'
import { findUser, modifiersOf, save } from './acl-user.ts'
import type { RedisConnection, Send } from './connect.ts'
import { redisError } from './errors.ts'
import { notLendableReason } from './privileges.ts'
import { problemsOf } from './reach.ts'

/** The template's rules as words of `ACL SETUSER`; `not_found` and `forbidden` when it cannot be lent. */
async function rulesToLend(send: Send, name: string, allowPrivileged: readonly string[]): Promise<string[]> {
  const user = await findUser(send, name)
  if (!user) throw new TenureError('not_found', `There is no user "${name}" on this server whose rules could be lent: choose another privilege`)
  const reason = notLendableReason({ user, problems: await problemsOf(send, name) }, allowPrivileged)
  if (reason) throw new TenureError('forbidden', `"${name}" cannot be lent. ${reason}`)
  return modifiersOf(user)
}

/**
 * Makes the lease's user, or brings the one that a former attempt left to the ordered state: one `ACL SETUSER` that resets it and gives it the template's rules, the new password and the mark at once.
 * Only the password's SHA-256 is sent. Errors: `conflict` (over already by the server's clock, or a user that is not ours), `not_found` and `forbidden` (the privilege), `unavailable`.
 */
export async function mint(connection: RedisConnection, order: MintOrder, options?: CallOptions): Promise<Minted> {
  assertNamedForLease(order)
  // Without salt, which 256 random bits do not need
  if (!/^[\x21-\x7e]{43,}$/.test(order.secret)) throw new Error('A minted secret is printable ASCII without spaces, of 256 random bits')
  const { settings } = connection
  const hash = createHash('sha256').update(order.secret).digest('hex')
  try {
    return await connection.withClient(options, async (send) => {
      const before = await lookAtAccount(send, order)
      if (before.at >= order.validUntil) throw new TenureError('conflict', 'The lease is over by the clock of the server: nothing was minted')
      const rules = await rulesToLend(send, order.privilege, settings.allowPrivileged)
      await send('ACL', 'SETUSER', order.account, 'reset', 'sanitize-payload', ...rules, markOf(order.leaseId, order.privilege), `#${hash}`, 'on')
      await save(send)
      const after = await lookAtAccount(send, order)
      if (!after.user?.on || after.user.passwords !== 1) throw new TenureError('conflict', 'The server did not make the user as ordered: it is not handed out')
      return {
        account: { leaseId: order.leaseId, account: order.account, privilege: order.privilege, nativeId: null },
        outcome: before.user ? ('restored' as const) : ('created' as const),
        validUntil: order.validUntil,
        targetTime: after.at,
        login: { host: settings.host, port: settings.port, username: order.account },
        issuedSecret: null,
      }
    })
  } catch (error) {
    throw redisError(error, 'mint the account', [order.secret, hash])
  }
}
