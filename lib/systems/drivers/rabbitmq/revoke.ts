import { TenureError } from '#lib/core/errors.ts'
import type { CallOptions, LeaseAccount, RevocationStep, RevocationStepName, StepFacts } from '#lib/systems/driver.ts'
import { lookAtAccount, mayLogin, NO_PASSWORD, putUser } from './account.ts'
import type { RabbitmqConnection } from './connect.ts'
import { clearRights, rightsOf } from './permissions.ts'
import { endSessions, sessionsOf } from './sessions.ts'

const ABSENT = 'The account does not exist'
type Facts = Omit<StepFacts, 'step'>
type Work = (connection: RabbitmqConnection, account: LeaseAccount, options?: CallOptions) => Promise<Facts>

/** Without a password the server refuses every login with one. The rights stay until the connections are gone. */
const blockLogins: Work = async (connection, account, options) => {
  const { at, user } = await lookAtAccount(connection, account, options)
  if (!user) return { at, changed: false, rows: 0, detail: ABSENT }
  if (!mayLogin(user)) return { at, changed: false, rows: 0, detail: 'Logins were blocked already' }
  await putUser(connection, { ...user, ...NO_PASSWORD }, { doing: 'block the logins', ...options })
  const after = await lookAtAccount(connection, account, options)
  if (mayLogin(after.user)) throw new TenureError('conflict', 'The server says that it took the password, but the account still has one')
  return { at: after.at, changed: true, rows: 1, detail: 'The password was taken away' }
}

const endAll: Work = async (connection, account, options) => {
  await lookAtAccount(connection, account, options)
  const rows = await endSessions(connection, account.account, options)
  const { at } = await lookAtAccount(connection, account, options)
  return { at, changed: rows > 0, rows, detail: rows > 0 ? `Ended ${rows} connection(s); the server lists none` : 'The server lists no connection' }
}

const removeRights: Work = async (connection, account, options) => {
  const { at, user } = await lookAtAccount(connection, account, options)
  if (!user) return { at, changed: false, rows: 0, detail: ABSENT }
  const rights = await rightsOf(connection, account.account, options)
  const rows = await clearRights(connection, account.account, rights, options)
  return { at, changed: rows > 0, rows, detail: rows > 0 ? `Took ${rows} permission(s)` : 'It had no permissions' }
}

/** Deletes the user, once nobody is in and nobody could come in. */
const removeAccount: Work = async (connection, account, options) => {
  const { at, user } = await lookAtAccount(connection, account, options)
  if (!user) return { at, changed: false, rows: 0, detail: ABSENT }
  if (mayLogin(user)) throw new TenureError('conflict', 'The account may still log in: its logins are blocked before it is removed')
  const open = await sessionsOf(connection, account.account, options)
  if (open.length > 0) throw new TenureError('unavailable', `The account has ${open.length} open connection(s): they are ended before it is removed`)
  await connection.call('DELETE', ['users', account.account], { doing: 'remove the account', ...options })
  const after = await lookAtAccount(connection, account, options)
  if (after.user) throw new TenureError('conflict', 'The server says that it removed the account, but the account is still there')
  return { at: after.at, changed: true, rows: 1, detail: 'Removed the user' }
}

const step = (name: RevocationStepName, title: string, work: Work): RevocationStep<RabbitmqConnection> => ({
  name,
  title,
  run: async (connection, account, options) => ({ step: name, ...(await work(connection, account, options)) }),
})

/** The way a lease ends on RabbitMQ, in this order; each step finds out itself what is left to do and can be repeated. */
export const revocation: readonly RevocationStep<RabbitmqConnection>[] = [
  step('block_logins', 'Block new logins', blockLogins),
  step('end_sessions', 'End the open connections', endAll),
  step('remove_rights', 'Remove the rights', removeRights),
  step('remove_account', 'Remove the account', removeAccount),
]
