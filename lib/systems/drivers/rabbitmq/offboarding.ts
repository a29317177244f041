import { z } from 'zod'
import { TenureError } from '#lib/core/errors.ts'
import type { CallOptions, Offboarding, StandingAccount } from '#lib/systems/driver.ts'
import { isOurs, type Look, lookAtUser, mayLogin, NO_PASSWORD, putUser, type User } from './account.ts'
import type { RabbitmqConnection } from './connect.ts'
import { endSessions, sessionsOf } from './sessions.ts'

/** What a password is to the server. Tags and permissions stay as they are while an account is out of service, so they need no remembering. */
const Remembered = z.object({ password_hash: z.string().min(1), hashing_algorithm: z.string().nullable() })

/** The account as it stands. Throws `conflict` for Tenure's own and for a lease's. */
async function lookAtStanding(connection: RabbitmqConnection, account: StandingAccount, options?: CallOptions): Promise<Look> {
  if (account.externalId === connection.settings.username)
    throw new TenureError('conflict', `"${account.externalId}" is the account that Tenure works through: it is not taken out of service from here`)
  const look = await lookAtUser(connection, account.externalId, options)
  if (look.user && isOurs(look.user)) throw new TenureError('conflict', `"${account.externalId}" belongs to a lease: end the lease instead`)
  return look
}

function existing({ at, user }: Look, account: StandingAccount): { at: Date; user: User } {
  if (!user) throw new TenureError('not_found', `There is no user "${account.externalId}" on this server any more`)
  return { at, user }
}

/**
 * RabbitMQ has no switch for a user: without a password it cannot log in, and with the remembered hash its old password works again.
 * It holds for logins with a password that the server itself checks; a login through LDAP, OAuth 2 or a certificate is for that side to end.
 */
export const offboarding: Offboarding<RabbitmqConnection> = {
  async remember(connection, account, options) {
    const { user } = await lookAtStanding(connection, account, options)
    if (!user || !mayLogin(user)) return null
    return JSON.stringify(Remembered.parse(user))
  },

  async disable(connection, account, options) {
    const { user } = existing(await lookAtStanding(connection, account, options), account)
    const had = mayLogin(user)
    if (had) await putUser(connection, { ...user, ...NO_PASSWORD }, { doing: 'take the password', ...options })
    const ended = await endSessions(connection, account.externalId, options)
    const after = await lookAtUser(connection, account.externalId, options)
    if (mayLogin(after.user)) throw new TenureError('conflict', 'The account has a password again: somebody else set it meanwhile')
    const done = [...(had ? ['The password was taken away'] : []), ...(ended > 0 ? [`${ended} connection(s) were ended`] : [])]
    return { at: after.at, changed: done.length > 0, detail: done.join('; ') || 'It had no password and no connection' }
  },

  async restore(connection, account, remembered, options) {
    const { at, user } = existing(await lookAtStanding(connection, account, options), account)
    if (mayLogin(user)) return { at, changed: false, detail: 'It has a password' }
    if (remembered === null) return { at, changed: false, detail: 'It had no password when it was taken out of service, and has none now' }
    await putUser(connection, { ...user, ...Remembered.parse(JSON.parse(remembered)) }, { doing: 'give the password back', ...options })
    const after = await lookAtUser(connection, account.externalId, options)
    if (!mayLogin(after.user)) throw new TenureError('conflict', 'The server says that it took the password hash, but the account has none')
    return { at: after.at, changed: true, detail: 'The former password works again' }
  },

  async remove(connection, account, options) {
    const { at, user } = await lookAtStanding(connection, account, options)
    if (!user) return { at, changed: false, detail: 'The account does not exist' }
    await connection.call('DELETE', ['users', account.externalId], { doing: 'remove the account', ...options })
    const ended = await endSessions(connection, account.externalId, options)
    const after = await lookAtUser(connection, account.externalId, options)
    if (after.user) throw new TenureError('conflict', 'The server says that it removed the account, but the account is still there')
    return {
      at: after.at,
      changed: true,
      detail: ended > 0 ? `Removed the user with its permissions; ${ended} connection(s) ended` : 'Removed the user with its permissions',
    }
  },

  async reread(connection, account, options) {
    const { at, user } = await lookAtUser(connection, account.externalId, options)
    const sessions = await sessionsOf(connection, account.externalId, options)
    return { exists: user !== null, enabled: mayLogin(user), sessions: sessions.length, dependents: [], targetTime: at }
  },
}
