import type { AccountFacts, CallOptions, LeaseAccount } from '#lib/systems/driver.ts'
import { assertNamedForLease, leaseOf, lookAt, readMark, withoutMark } from './account.ts'
import { type AclUser, findUser, modifiersOf } from './acl-user.ts'
import type { RedisConnection, Send } from './connect.ts'
import { redisError } from './errors.ts'

/** The template whose rules a user has; when they are no longer those of the template, what it has besides is said too. */
async function privilegesOf(send: Send, user: AclUser): Promise<string[]> {
  const mark = readMark(user)
  if (!mark) return []
  const template = await findUser(send, mark.privilege)
  const same = template !== null && modifiersOf(template).join(' ') === modifiersOf({ rules: user.rules, selectors: withoutMark(user) }).join(' ')
  return same ? [mark.privilege] : [mark.privilege, `rules that ${mark.privilege} does not have now`]
}

/** The user as the server shows it now. A user of this name that Tenure did not make is told as `exists` without `ours`. */
export async function reread(connection: RedisConnection, account: LeaseAccount, options?: CallOptions): Promise<AccountFacts> {
  assertNamedForLease(account)
  try {
    return await connection.withClient(options, async (send) => {
      const { at, user, sessions } = await lookAt(send, account.account)
      return {
        exists: user !== null,
        ours: user !== null && leaseOf(user) === account.leaseId,
        nativeId: account.nativeId,
        canLogin: user?.on ?? false,
        validUntil: null,
        memberOf: user ? await privilegesOf(send, user) : [],
        sessions,
        targetTime: at,
      }
    })
  } catch (error) {
    throw redisError(error, 'reread the account')
  }
}
