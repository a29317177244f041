import { TenureError } from '#lib/core/errors.ts'
import type { CallOptions, LeaseAccount, RevocationStep, RevocationStepName, StepFacts } from '#lib/systems/driver.ts'
import { lookAtAccount } from './account.ts'
import { save } from './acl-user.ts'
import type { RedisConnection, Send } from './connect.ts'
import { endSessions } from './end-sessions.ts'
import { redisError } from './errors.ts'

type Facts = Omit<StepFacts, 'step'>
const ABSENT = 'The user does not exist'
const whether = (saved: boolean) => (saved ? 'and saved the ACL file' : 'this server has no ACL file to save')

async function blockLogins(send: Send, account: LeaseAccount): Promise<Facts> {
  const before = await lookAtAccount(send, account)
  if (!before.user) return { at: before.at, changed: false, rows: 0, detail: ABSENT }
  if (before.user.on) await send('ACL', 'SETUSER', account.account, 'off', 'resetpass')
  // Also when there is nothing to change: a former attempt may have died before the file was written
  const saved = await save(send)
  const after = await lookAtAccount(send, account)
  if (after.user?.on) throw new TenureError('conflict', 'The server says that it switched the user off, but it may still log in')
  if (!before.user.on) return { at: after.at, changed: false, rows: 0, detail: 'The user was off already' }
  return { at: after.at, changed: true, rows: 1, detail: `Switched the user off and took its password, ${whether(saved)}` }
}

async function end(send: Send, account: LeaseAccount, signal: AbortSignal | undefined): Promise<Facts> {
  await lookAtAccount(send, account)
  const rows = await endSessions(send, account.account, signal)
  const { at } = await lookAtAccount(send, account)
  return { at, changed: rows > 0, rows, detail: rows > 0 ? `Killed ${rows} connection(s); the server lists none` : 'The server lists no connection' }
}

/** Deletes the user, once it can no longer log in and nobody is in. Its rules go with it: Redis keeps none apart from their user. */
async function removeAccount(send: Send, account: LeaseAccount): Promise<Facts> {
  const before = await lookAtAccount(send, account)
  if (before.user?.on) throw new TenureError('conflict', 'The user may still log in: its logins are blocked before it is removed')
  if (before.user && before.sessions > 0)
    throw new TenureError('unavailable', `The user has ${before.sessions} open connection(s): they are ended before it is removed`)
  if (before.user) await send('ACL', 'DELUSER', account.account)
  const saved = await save(send)
  const after = await lookAtAccount(send, account)
  if (after.user) throw new TenureError('conflict', 'The server says that it deleted the user, but it is still there')
  if (!before.user) return { at: after.at, changed: false, rows: 0, detail: ABSENT }
  return { at: after.at, changed: true, rows: 1, detail: `Deleted the user with its rules, ${whether(saved)}` }
}

function step(
  name: RevocationStepName,
  title: string,
  work: (send: Send, account: LeaseAccount, signal: AbortSignal | undefined) => Promise<Facts>,
): RevocationStep<RedisConnection> {
  return {
    name,
    title,
    async run(connection, account, options?: CallOptions) {
      try {
        return { step: name, ...(await connection.withClient(options, (send) => work(send, account, options?.signal))) }
      } catch (error) {
        throw redisError(error, title.toLowerCase())
      }
    },
  }
}

/** The way a lease ends on Redis, in this order; each step finds out itself what is left to do and can be repeated. */
export const revocation: readonly RevocationStep<RedisConnection>[] = [
  step('block_logins', 'Block new logins', blockLogins),
  step('end_sessions', 'End the open sessions', end),
  step('remove_account', 'Remove the account', removeAccount),
]
