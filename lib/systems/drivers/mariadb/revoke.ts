import { setTimeout as sleep } from 'node:timers/promises'
import { TenureError } from '#lib/core/errors.ts'
import type { CallOptions, LeaseAccount, RevocationStep, RevocationStepName, StepFacts } from '#lib/systems/driver.ts'
import { alone, lookAtAccount } from './account.ts'
import type { Client, MariadbConnection } from './connect.ts'
import { mariadbError } from './errors.ts'

const ROUND_MS = 50
const ROUNDS = 200
/** Sessions that are still there are killed again after this many rounds. */
const KILL_EVERY = 20

type Facts = Omit<StepFacts, 'step'>
const nothing = (at: Date, detail: string): Facts => ({ at, changed: false, rows: 0, detail })
const ABSENT = 'The account does not exist'

async function blockLogins(client: Client, account: LeaseAccount): Promise<Facts> {
  const before = await lookAtAccount(client, account)
  if (before.rows.length === 0) return nothing(before.at, ABSENT)
  if (before.rows.every((row) => row.locked)) return nothing(before.at, 'Logins were blocked already')
  await client.rows('CALL tenure.lease_block(?)', [account.account])
  const after = await lookAtAccount(client, account)
  if (after.rows.some((row) => !row.locked)) throw new TenureError('conflict', 'The server says that it locked the account, but the account may still log in')
  return { at: after.at, changed: true, rows: before.rows.length, detail: 'Locked the account' }
}

/** Kills every session of the account's name and waits until the server lists none; `unavailable` when some outlive ten seconds. */
async function endSessions(client: Client, account: LeaseAccount, signal: AbortSignal | undefined): Promise<Facts> {
  const ended = new Set<number>()
  for (let round = 0; round < ROUNDS; round += 1) {
    const { at, sessions } = await lookAtAccount(client, account)
    if (sessions.length === 0) {
      const detail = ended.size > 0 ? `Killed ${ended.size} session(s); the server lists none` : 'The server lists no session'
      return { at, changed: ended.size > 0, rows: ended.size, detail }
    }
    if (round % KILL_EVERY === 0 || sessions.some((id) => !ended.has(id))) await client.rows('CALL tenure.lease_end_sessions(?)', [account.account])
    for (const id of sessions) ended.add(id)
    await sleep(ROUND_MS, undefined, { signal })
  }
  throw new TenureError('unavailable', 'The server was told to end the sessions of the account, but some are still open')
}

async function removeRights(client: Client, account: LeaseAccount): Promise<Facts> {
  const before = await lookAtAccount(client, account)
  if (before.rows.length === 0) return nothing(before.at, ABSENT)
  if (before.roles.length === 0) return nothing(before.at, 'The account has no role')
  await client.rows('CALL tenure.lease_strip(?)', [account.account])
  const after = await lookAtAccount(client, account)
  if (after.roles.length > 0) throw new TenureError('conflict', `The account still has the roles ${after.roles.join(', ')} after they were taken back`)
  return { at: after.at, changed: true, rows: before.roles.length, detail: `No longer has ${before.roles.join(', ')}` }
}

/** Drops the account, once it can no longer log in and nobody is in: a session outlives the account that it belongs to. */
async function removeAccount(client: Client, account: LeaseAccount): Promise<Facts> {
  const before = await lookAtAccount(client, account)
  if (before.rows.length === 0) return nothing(before.at, ABSENT)
  if (before.rows.some((row) => !row.locked)) throw new TenureError('conflict', 'The account may still log in: its logins are blocked before it is removed')
  if (before.sessions.length > 0)
    throw new TenureError('unavailable', `The account has ${before.sessions.length} open session(s): they are ended before it is removed`)
  await client.rows('CALL tenure.lease_remove(?)', [account.account])
  const after = await lookAtAccount(client, account)
  if (after.rows.length > 0) throw new TenureError('conflict', 'The server says that it removed the account, but the account is still there')
  return { at: after.at, changed: true, rows: before.rows.length, detail: 'Removed the account' }
}

function step(
  name: RevocationStepName,
  title: string,
  work: (client: Client, account: LeaseAccount, signal: AbortSignal | undefined) => Promise<Facts>,
): RevocationStep<MariadbConnection> {
  return {
    name,
    title,
    async run(connection, account, options?: CallOptions) {
      try {
        const seconds = connection.settings.lockTimeoutMs / 1_000
        const facts = await connection.withClient(options, (client) => alone(client, account.account, seconds, () => work(client, account, options?.signal)))
        return { step: name, ...facts }
      } catch (error) {
        throw mariadbError(error, title.toLowerCase())
      }
    },
  }
}

/** The way a lease ends on MariaDB, in this order; each step finds out itself what is left to do and can be repeated. */
export const revocation: readonly RevocationStep<MariadbConnection>[] = [
  step('block_logins', 'Block new logins', blockLogins),
  step('end_sessions', 'End the open sessions', endSessions),
  step('remove_rights', 'Remove the rights', removeRights),
  step('remove_account', 'Remove the account', removeAccount),
]
