import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { escapeIdentifier } from 'pg'
import { TenureError } from '#lib/core/errors.ts'
import type { CallOptions, LeaseAccount, RevocationStep, RevocationStepName, StepFacts } from '#lib/systems/driver.ts'
import { beginFor, lookAtAccount, withRightsOf } from './account.ts'
import { inTransaction, type PostgresqlConnection } from './connect.ts'
import { postgresqlError } from './errors.ts'
import { removeRights } from './remove-rights.ts'
import { sessionsOf } from './reread.ts'

const ROUND_MS = 50
const ROUNDS = 200
/** A session that is still there is signalled again after this many rounds. */
const SIGNAL_EVERY = 20
const ABSENT = 'The account does not exist'

/** New logins are refused by two locks: NOLOGIN for every way of authentication, and a validity that is over for the password. */
async function blockLogins(client: pg.ClientBase, account: LeaseAccount): Promise<Omit<StepFacts, 'step'>> {
  return inTransaction(client, beginFor(account.account), async () => {
    const before = await lookAtAccount(client, account)
    if (!before.role) return { at: before.at, changed: false, rows: 0, detail: ABSENT }
    if (!before.role.canLogin && before.role.expired) return { at: before.at, changed: false, rows: 0, detail: 'Logins were blocked already' }
    await client.query(`ALTER ROLE ${escapeIdentifier(account.account)} NOLOGIN VALID UNTIL '1970-01-01 00:00:00Z'`)
    const after = await lookAtAccount(client, account)
    if (after.role?.canLogin) throw new TenureError('conflict', 'The server says that it blocked the logins, but the account may still log in')
    return { at: after.at, changed: true, rows: 1, detail: 'NOLOGIN, and VALID UNTIL set to 1970' }
  })
}

/** Terminates what could be the account's sessions. Its own account may be ended with its rights; a session whose role is gone takes pg_signal_backend. */
async function terminate(client: pg.ClientBase, account: LeaseAccount, pids: number[]): Promise<void> {
  await inTransaction(client, beginFor(account.account), async () => {
    const { role } = await lookAtAccount(client, account)
    if (!role && account.nativeId === null) {
      throw new TenureError(
        'conflict',
        `${pids.length} open session(s) belong to accounts that no longer exist, and one may be of this lease: end them on the server (pids ${pids.join(', ')})`,
      )
    }
    // The account is named again in the condition: a pid may have gone to somebody else in the meantime.
    const signal = () =>
      client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = ANY($1) AND usesysid = $2::oid`, [pids, role?.oid ?? account.nativeId])
    await (role ? withRightsOf(client, [account.account], signal) : signal())
  })
}

/** Ends every session of the account and waits until the server lists none; `unavailable` when some outlive ten seconds. */
async function endSessions(client: pg.ClientBase, account: LeaseAccount, signal: AbortSignal | undefined): Promise<Omit<StepFacts, 'step'>> {
  const ended = new Set<number>()
  for (let round = 0; round < ROUNDS; round += 1) {
    const pids = await sessionsOf(client, account)
    if (pids.length === 0) {
      const { at } = await lookAtAccount(client, account)
      return {
        at,
        changed: ended.size > 0,
        rows: ended.size,
        detail: ended.size > 0 ? `Terminated ${ended.size} session(s); the server lists none` : 'The server lists no session',
      }
    }
    if (round % SIGNAL_EVERY === 0 || pids.some((pid) => !ended.has(pid))) await terminate(client, account, pids)
    for (const pid of pids) ended.add(pid)
    await sleep(ROUND_MS, undefined, { signal })
  }
  throw new TenureError('unavailable', 'The server was told to end the sessions of the account, but some are still open')
}

/** Drops the role, once it can no longer log in and nobody is in: a session outlives the role that it belongs to. */
async function removeAccount(client: pg.ClientBase, account: LeaseAccount): Promise<Omit<StepFacts, 'step'>> {
  return inTransaction(client, beginFor(account.account), async () => {
    const { at, role } = await lookAtAccount(client, account)
    if (!role) return { at, changed: false, rows: 0, detail: ABSENT }
    if (role.canLogin) throw new TenureError('conflict', 'The account may still log in: its logins are blocked before it is removed')
    const open = await sessionsOf(client, { ...account, nativeId: role.oid })
    if (open.length > 0) throw new TenureError('unavailable', `The account has ${open.length} open session(s): they are ended before it is removed`)
    const owned = await client.query<{ what: string }>(
      `SELECT count(*) || ' in ' || coalesce('database ' || quote_ident(d.datname), 'the server as a whole') AS what FROM pg_shdepend s LEFT JOIN pg_database d ON d.oid = s.dbid
        WHERE s.refclassid = 'pg_authid'::regclass AND s.refobjid = $1::oid GROUP BY d.datname`,
      [role.oid],
    )
    if (owned.rows.length > 0)
      throw new TenureError(
        'conflict',
        `The account still owns objects or holds rights on them (${owned.rows.map((row) => row.what).join(', ')}): its rights are removed before it is`,
      )
    await client.query(`DROP ROLE ${escapeIdentifier(account.account)}`)
    const after = await lookAtAccount(client, account)
    if (after.role) throw new TenureError('conflict', 'The server says that it removed the account, but the account is still there')
    return { at: after.at, changed: true, rows: 1, detail: `Removed the role with oid ${role.oid}` }
  })
}

type Work = (
  client: pg.ClientBase,
  account: LeaseAccount,
  call: { connection: PostgresqlConnection; options: CallOptions | undefined },
) => Promise<Omit<StepFacts, 'step'>>

function step(name: RevocationStepName, title: string, work: Work): RevocationStep<PostgresqlConnection> {
  return {
    name,
    title,
    async run(connection, account, options) {
      try {
        const facts = await connection.withClient(options, (client) => work(client, account, { connection, options }))
        return { step: name, ...facts }
      } catch (error) {
        throw postgresqlError(error, title.toLowerCase())
      }
    },
  }
}

/** The way a lease ends on PostgreSQL, in this order; each step finds out itself what is left to do and can be repeated. */
export const revocation: readonly RevocationStep<PostgresqlConnection>[] = [
  step('block_logins', 'Block new logins', blockLogins),
  step('end_sessions', 'End the open sessions', (client, account, { options }) => endSessions(client, account, options?.signal)),
  step('remove_rights', 'Remove the rights', removeRights),
  step('remove_account', 'Remove the account', removeAccount),
]
