import { setTimeout as sleep } from 'node:timers/promises'
import { TenureError } from '#lib/core/errors.ts'
import type { CallOptions, Offboarding, StandingAccount } from '#lib/systems/driver.ts'
import { clockOf, lookAt } from './account.ts'
import type { Client, MariadbConnection } from './connect.ts'
import { mariadbError } from './errors.ts'
import { accountOfKey } from './names.ts'
import { isFromHost } from './host-pattern.ts'

const ROUND_MS = 50
const ROUNDS = 200
/** What is remembered of an account that was locked before Tenure locked it: a restore leaves it so. */
const LOCKED = 'locked'

type Standing = { user: string; host: string; name: string }
type State = { at: Date; exists: boolean; locked: boolean; sessions: number[] }

function standingOf(account: StandingAccount): Standing {
  const found = accountOfKey(account)
  if (!found) throw new TenureError('conflict', `"${account.name}" is a role: nobody logs in as it, and an administrator decides about it`)
  return { ...found, name: account.name }
}

/** The account with the sessions that are its own: those of its name, less what comes from elsewhere when other accounts share the name. */
async function stateOf(client: Client, { user, host }: Standing): Promise<State> {
  const look = await lookAt(client, user)
  const row = look.rows.find((candidate) => candidate.host === host)
  const shared = look.rows.length > 1
  const sessions = shared
    ? (await client.rows('CALL tenure.sessions(?)', [user]))
        .filter((session) => isFromHost(String(session['host']).replace(/:\d+$/, ''), host))
        .map(({ id }) => Number(id))
    : look.sessions
  return { at: look.at, exists: row !== undefined, locked: row?.locked ?? false, sessions }
}

/** Tenure's own accounts, those of leases and the server's own, before the server is asked; the procedures refuse them too. */
function assertNotOurs({ user }: Standing, { settings }: MariadbConnection): void {
  if (user.startsWith('tenure_') || user.startsWith('mariadb.') || user === settings.username)
    throw new TenureError('conflict', `"${user}" is an account of Tenure, of a lease or of the server itself: it is not taken out of service here`)
}

const missing = ({ name }: Standing) => new TenureError('not_found', `There is no account "${name}" on this server any more`)

async function endSessions(client: Client, standing: Standing, signal: AbortSignal | undefined): Promise<number> {
  const ended = new Set<number>()
  for (let round = 0; round < ROUNDS; round += 1) {
    const { sessions } = await stateOf(client, standing)
    if (sessions.length === 0) return ended.size
    for (const id of sessions) {
      if (!ended.has(id)) await client.rows('CALL tenure.standing_end_session(?, ?, ?)', [standing.user, standing.host, id])
      ended.add(id)
    }
    await sleep(ROUND_MS, undefined, { signal })
  }
  throw new TenureError('unavailable', 'The server was told to end the sessions of the account, but some are still open')
}

/** What would break without the account: routines, events, views and triggers that run with its rights. */
async function dependentsOf(client: Client, { user, host }: Standing): Promise<string[]> {
  const rows = await client.rows('CALL tenure.standing_dependents(?, ?)', [user, host])
  return rows.map((row) => `the ${row['kind']} ${row['place']}.${row['name']} runs with its rights`)
}

type Work<T> = (client: Client, standing: Standing, call: { connection: MariadbConnection; signal: AbortSignal | undefined }) => Promise<T>

/** A method of the offboarding: `work` on a connection, with errors for people. */
function run<T>(doing: string, work: Work<T>) {
  return async (connection: MariadbConnection, account: StandingAccount, options?: CallOptions): Promise<T> => {
    try {
      const standing = standingOf(account)
      return await connection.withClient(options, (client) => work(client, standing, { connection, signal: options?.signal }))
    } catch (error) {
      throw mariadbError(error, doing)
    }
  }
}

const restore = (remembered: string | null) =>
  run('restore the account', async (client, standing, { connection }) => {
    assertNotOurs(standing, connection)
    const before = await stateOf(client, standing)
    if (!before.exists) throw missing(standing)
    if (remembered === LOCKED) return { at: before.at, changed: false, detail: 'The account was locked before Tenure disabled it, and stays so' }
    if (!before.locked) return { at: before.at, changed: false, detail: 'The account is not locked' }
    await client.rows('CALL tenure.standing_unlock(?, ?)', [standing.user, standing.host])
    const after = await stateOf(client, standing)
    if (after.locked) throw new TenureError('conflict', 'The server says that it unlocked the account, but it is still locked')
    return { at: after.at, changed: true, detail: 'Unlocked the account' }
  })

/** Staged offboarding on MariaDB: ACCOUNT LOCK keeps everything else as it is, so that unlocking brings back the very same login. */
export const offboarding: Offboarding<MariadbConnection> = {
  remember: run('look at the account', async (client, standing) => {
    const { exists, locked } = await stateOf(client, standing)
    return exists && locked ? LOCKED : null
  }),

  disable: run('disable the account', async (client, standing, { connection, signal }) => {
    assertNotOurs(standing, connection)
    const before = await stateOf(client, standing)
    if (!before.exists) throw missing(standing)
    if (!before.locked) await client.rows('CALL tenure.standing_lock(?, ?)', [standing.user, standing.host])
    const ended = await endSessions(client, standing, signal)
    const after = await stateOf(client, standing)
    if (!after.locked) throw new TenureError('conflict', 'The server says that it locked the account, but the account may still log in')
    const changed = !before.locked || ended > 0
    return {
      at: after.at,
      changed,
      detail: changed ? `Locked the account and ended ${ended} session(s)` : 'The account was locked already, and no session is open',
    }
  }),

  restore: (connection, account, remembered, options) => restore(remembered)(connection, account, options),

  remove: run('remove the account', async (client, standing, { connection, signal }) => {
    assertNotOurs(standing, connection)
    const before = await stateOf(client, standing)
    if (!before.exists) return { at: before.at, changed: false, detail: 'The account does not exist' }
    const dependents = await dependentsOf(client, standing)
    if (dependents.length > 0)
      throw new TenureError('conflict', `The account is not removed, because ${dependents.join('; ')}: give them another definer first`)
    // A session outlives the account that it belongs to
    if (!before.locked) await client.rows('CALL tenure.standing_lock(?, ?)', [standing.user, standing.host])
    const ended = await endSessions(client, standing, signal)
    await client.rows('CALL tenure.standing_remove(?, ?)', [standing.user, standing.host])
    const after = await stateOf(client, standing)
    if (after.exists) throw new TenureError('conflict', 'The server says that it removed the account, but the account is still there')
    return { at: after.at, changed: true, detail: `Removed the account; ${ended} session(s) ended before` }
  }),

  reread: run('reread the account', async (client, standing) => {
    const { exists, locked, sessions } = await stateOf(client, standing)
    const dependents = exists ? await dependentsOf(client, standing) : []
    return { exists, enabled: exists && !locked, sessions: sessions.length, dependents, targetTime: await clockOf(client) }
  }),
}
