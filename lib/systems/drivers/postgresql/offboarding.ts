import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { escapeIdentifier } from 'pg'
import { TenureError } from '#lib/core/errors.ts'
import type { CallOptions, Offboarding, StandingAccount } from '#lib/systems/driver.ts'
import { beginFor, withRightsOf } from './account.ts'
import { inTransaction, type PostgresqlConnection } from './connect.ts'
import { postgresqlError } from './errors.ts'
import { assertMayChange, dependentsOf, lookAtStanding, type StandingRole } from './standing-role.ts'

const ROUND_MS = 50
const ROUNDS = 200
/** A session that is still there is signalled again after this many rounds. */
const SIGNAL_EVERY = 20
/** What is remembered of a role that could not log in before Tenure blocked it: a restore leaves it so. NOLOGIN touches nothing else: password, validity and limits stay. */
const COULD_NOT_LOG_IN = 'nologin'

type Call = { connection: PostgresqlConnection; options: CallOptions | undefined }
type Work<T> = (client: pg.ClientBase, account: StandingAccount, call: Call) => Promise<T>

const missing = ({ name }: StandingAccount) => new TenureError('not_found', `There is no role "${name}" on this server any more`)

/** The role as it stands, once it is known that it may be changed. */
async function lookToChange(client: pg.ClientBase, account: StandingAccount): Promise<StandingRole> {
  const role = await lookAtStanding(client, account)
  assertMayChange(role, account)
  return role
}

/** Sets LOGIN or NOLOGIN, and looks whether it took effect. */
async function setLogin(client: pg.ClientBase, account: StandingAccount, canLogin: boolean): Promise<void> {
  await inTransaction(client, beginFor(account.externalId), async () => {
    await client.query(`ALTER ROLE ${escapeIdentifier(account.externalId)} ${canLogin ? 'LOGIN' : 'NOLOGIN'}`)
    const after = await lookAtStanding(client, account)
    if (after.canLogin !== canLogin) throw new TenureError('conflict', 'The server says that it changed the role, but the role is as it was')
  })
}

/** Terminates every session of the role and waits until the server lists none; how many there were. `unavailable` when some outlive ten seconds. */
async function endSessions(client: pg.ClientBase, account: StandingAccount, signal: AbortSignal | undefined): Promise<number> {
  const ended = new Set<number>()
  for (let round = 0; round < ROUNDS; round += 1) {
    const { pids, oid } = await lookAtStanding(client, account)
    if (pids.length === 0) return ended.size
    if (round % SIGNAL_EVERY === 0 || pids.some((pid) => !ended.has(pid))) {
      await inTransaction(client, beginFor(account.externalId), () =>
        // The role is named again in the condition: a pid may have gone to somebody else in the meantime.
        withRightsOf(client, [account.externalId], () =>
          client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = ANY($1) AND usesysid = $2::oid', [pids, oid]),
        ),
      )
    }
    for (const pid of pids) ended.add(pid)
    await sleep(ROUND_MS, undefined, { signal })
  }
  throw new TenureError('unavailable', 'The server was told to end the sessions of the role, but some are still open')
}

function run<T>(doing: string, work: Work<T>) {
  return async (connection: PostgresqlConnection, account: StandingAccount, options?: CallOptions): Promise<T> => {
    try {
      return await connection.withClient(options, (client) => work(client, account, { connection, options }))
    } catch (error) {
      throw postgresqlError(error, doing)
    }
  }
}

const restore = (remembered: string | null) =>
  run('restore the role', async (client, account) => {
    const before = await lookToChange(client, account)
    if (before.oid === null) throw missing(account)
    if (remembered === COULD_NOT_LOG_IN) return { at: before.at, changed: false, detail: 'The role could not log in before Tenure disabled it, and stays so' }
    if (before.canLogin) return { at: before.at, changed: false, detail: 'The role may log in' }
    await setLogin(client, account, true)
    return { at: before.at, changed: true, detail: 'LOGIN, with the password, the validity and the limits that it had' }
  })

/** Staged offboarding on PostgreSQL: NOLOGIN keeps everything else of the role, so that LOGIN brings back the very same login. */
export const offboarding: Offboarding<PostgresqlConnection> = {
  remember: run('look at the role', async (client, account) => {
    const { oid, canLogin } = await lookAtStanding(client, account)
    return oid !== null && !canLogin ? COULD_NOT_LOG_IN : null
  }),

  disable: run('disable the role', async (client, account, { options }) => {
    const before = await lookToChange(client, account)
    if (before.oid === null) throw missing(account)
    if (before.canLogin) await setLogin(client, account, false)
    const ended = await endSessions(client, account, options?.signal)
    const { at } = await lookAtStanding(client, account)
    const changed = before.canLogin || ended > 0
    return { at, changed, detail: changed ? `NOLOGIN; terminated ${ended} session(s)` : 'The role could not log in already, and no session is open' }
  }),

  restore: (connection, account, remembered, options) => restore(remembered)(connection, account, options),

  remove: run('remove the role', async (client, account, call) => {
    const before = await lookToChange(client, account)
    if (before.oid === null) return { at: before.at, changed: false, detail: 'The role does not exist' }
    const dependents = await dependentsOf(client, before.oid, call)
    if (dependents.length > 0)
      throw new TenureError('conflict', `The role is not removed, because it ${dependents.join('; it ')}: hand that over first (REASSIGN OWNED, REVOKE)`)
    // A session outlives the role that it belongs to
    if (before.canLogin) await setLogin(client, account, false)
    const ended = await endSessions(client, account, call.options?.signal)
    await client.query(`DROP ROLE ${escapeIdentifier(account.externalId)}`)
    const after = await lookAtStanding(client, account)
    if (after.oid !== null) throw new TenureError('conflict', 'The server says that it removed the role, but the role is still there')
    return { at: after.at, changed: true, detail: `Removed the role with oid ${before.oid}; ${ended} session(s) ended before` }
  }),

  reread: run('reread the role', async (client, account, call) => {
    const { at, oid, enabled, pids, orphans } = await lookAtStanding(client, account)
    if (oid === null) return { exists: false, enabled: false, sessions: orphans > 0 ? null : 0, dependents: [], targetTime: at }
    return { exists: true, enabled, sessions: pids.length, dependents: await dependentsOf(client, oid, call), targetTime: at }
  }),
}
