import { TenureError } from '#lib/core/errors.ts'
import type { CallOptions, Offboarding, StandingAccount } from '#lib/systems/driver.ts'
import { leaseOf, type Look, lookAt } from './account.ts'
import { save } from './acl-user.ts'
import type { RedisConnection, Send } from './connect.ts'
import { endSessions } from './end-sessions.ts'
import { redisError } from './errors.ts'

/** What is remembered of a user that was off before Tenure switched it off: a restore leaves it so. */
const OFF = 'off'
const COMES_BACK = 'This server has no ACL file: what its configuration file says about the user comes back when it starts again'

type Work<T> = (send: Send, name: string, call: { connection: RedisConnection; signal: AbortSignal | undefined }) => Promise<T>

/** A method of the offboarding: `work` on a connection, with errors for people. */
function run<T>(doing: string, work: Work<T>) {
  return async (connection: RedisConnection, account: StandingAccount, options?: CallOptions): Promise<T> => {
    try {
      return await connection.withClient(options, (send) => work(send, account.externalId, { connection, signal: options?.signal }))
    } catch (error) {
      throw redisError(error, doing)
    }
  }
}

/** The user as it stands; `conflict` for Tenure's own, and for what was minted or looks like it. */
async function lookAtStanding(send: Send, name: string, connection: RedisConnection): Promise<Look> {
  const look = await lookAt(send, name)
  if (name === connection.settings.username || name.startsWith('tenure_') || (look.user && leaseOf(look.user)))
    throw new TenureError('conflict', `"${name}" is a user of Tenure or of a lease: it is not taken out of service here`)
  return look
}

const missing = (name: string) => new TenureError('not_found', `There is no user "${name}" on this server any more`)
const saying = (what: string, saved: boolean) => (saved ? what : `${what}. ${COMES_BACK}`)

const restore = (remembered: string | null) =>
  run('restore the user', async (send, name, { connection }) => {
    const before = await lookAtStanding(send, name, connection)
    if (!before.user) throw missing(name)
    if (remembered === OFF) return { at: before.at, changed: false, detail: 'The user was off before Tenure disabled it, and stays so' }
    if (!before.user.on) await send('ACL', 'SETUSER', name, 'on')
    const saved = await save(send)
    if (before.user.on) return { at: before.at, changed: false, detail: 'The user is not off' }
    return { at: before.at, changed: true, detail: saying('Switched the user on again', saved) }
  })

/** Staged offboarding on Redis: `off` keeps passwords and rules, so that `on` brings back the very same login. */
export const offboarding: Offboarding<RedisConnection> = {
  remember: run('look at the user', async (send, name) => {
    const { user } = await lookAt(send, name)
    return user && !user.on ? OFF : null
  }),

  disable: run('disable the user', async (send, name, { connection, signal }) => {
    const before = await lookAtStanding(send, name, connection)
    if (!before.user) throw missing(name)
    if (before.user.on) await send('ACL', 'SETUSER', name, 'off')
    const saved = await save(send)
    const ended = await endSessions(send, name, signal)
    const after = await lookAtStanding(send, name, connection)
    if (after.user?.on) throw new TenureError('conflict', 'The server says that it switched the user off, but it may still log in')
    const changed = before.user.on || ended > 0
    return {
      at: after.at,
      changed,
      detail: changed ? saying(`Switched the user off and ended ${ended} connection(s)`, saved) : 'The user was off already, and nobody is connected',
    }
  }),

  restore: (connection, account, remembered, options) => restore(remembered)(connection, account, options),

  remove: run('remove the user', async (send, name, { connection, signal }) => {
    const before = await lookAtStanding(send, name, connection)
    if (name === 'default') throw new TenureError('conflict', 'Redis itself needs the user "default": it can be disabled, and not removed')
    if (before.user?.on) await send('ACL', 'SETUSER', name, 'off')
    await endSessions(send, name, signal)
    if (before.user) await send('ACL', 'DELUSER', name)
    const saved = await save(send)
    const after = await lookAtStanding(send, name, connection)
    if (after.user) throw new TenureError('conflict', 'The server says that it deleted the user, but the user is still there')
    if (!before.user) return { at: after.at, changed: false, detail: 'The user does not exist' }
    return { at: after.at, changed: true, detail: saying('Deleted the user with its rules and passwords', saved) }
  }),

  reread: run('reread the user', async (send, name) => {
    const { at, user, sessions } = await lookAt(send, name)
    return { exists: user !== null, enabled: user?.on ?? false, sessions, dependents: [], targetTime: at }
  }),
}
