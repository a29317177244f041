import { createHash } from 'node:crypto'
import { TenureError } from '#lib/core/errors.ts'
import { LeaseId } from '#lib/core/ids.ts'
import type { Client, Row } from './connect.ts'

const PREFIX = 'tenure_'
/** Beyond any real count of queries in an hour, and within the 31 bits that the server keeps for it. */
const MARK_FLOOR = 2 ** 30

/** The account of a lease: `tenure_lse_…`, 37 of the 128 characters that MariaDB allows. */
export function accountName(leaseId: LeaseId): string {
  return `${PREFIX}${leaseId}`
}

/** The lease that an account's name belongs to, or null when it does not bear our name. */
export function leaseOf(name: string): LeaseId | null {
  const parsed = LeaseId.safeParse(name.startsWith(PREFIX) ? name.slice(PREFIX.length) : '')
  return parsed.success ? parsed.data : null
}

/**
 * The number that marks a lease's account, as `tenure.mark_of` of the guide computes it. It stands in the account's MAX_QUERIES_PER_HOUR: MariaDB keeps no comment on an account,
 * and this is a field that its holder cannot write and that nobody sets to such a value otherwise.
 */
export function markOf(account: string): number {
  return MARK_FLOOR + Number.parseInt(createHash('sha256').update(account).digest('hex').slice(0, 7), 16)
}

/** Refuses (`conflict`) to touch anything that is not this lease's own account by name, before the server is asked. */
export function assertNamedForLease(account: { leaseId: LeaseId; account: string }): void {
  if (account.account !== accountName(account.leaseId))
    throw new TenureError('conflict', `"${account.account}" is not the account of this lease: Tenure does not touch it`)
}

/** Runs `work` while no other connection, of any process, works on the same account; `unavailable` when that takes too long. */
export async function alone<T>(client: Client, account: string, seconds: number, work: () => Promise<T>): Promise<T> {
  const [row] = await client.rows('SELECT get_lock(?, ?) AS held', [account, seconds])
  if (Number(row?.['held']) !== 1) throw new TenureError('unavailable', `Another worker is busy with the account "${account}": try again`)
  const result = await work()
  // A failure closes the connection, which gives the lock back too
  await client.rows('DO release_lock(?)', [account])
  return result
}

export type AccountRow = { host: string; locked: boolean; marked: boolean }
/** `at` is the server's clock. An account may exist for several hosts, though Tenure makes only one. */
export type Look = { at: Date; rows: AccountRow[]; roles: string[]; sessions: number[] }

/** The server's clock. */
export async function clockOf(client: Client): Promise<Date> {
  const [row] = await client.rows('SELECT utc_timestamp(3) AS at')
  return instantOf(row)
}

/** The column `at` of a row, which is in UTC without saying so. */
export function instantOf(row: Row | undefined): Date {
  const at = row?.['at']
  if (typeof at !== 'string') throw new TenureError('unavailable', 'The server did not say what time it is')
  return new Date(`${at.replace(' ', 'T')}Z`)
}

/** The account of this name as it stands, whosever it is. Sessions are found by the name, which they keep when the account is gone. */
export async function lookAt(client: Client, account: string): Promise<Look> {
  const at = await clockOf(client)
  const rows = await client.rows('SELECT host, locked, mark FROM tenure.account WHERE user = ? AND NOT is_role', [account])
  const roles = await client.rows('SELECT DISTINCT Role AS role FROM mysql.roles_mapping WHERE User = ? AND Host <> ? ORDER BY 1', [account, ''])
  const sessions = await client.rows('CALL tenure.sessions(?)', [account])
  return {
    at,
    rows: rows.map((row) => ({ host: String(row['host']), locked: Number(row['locked']) === 1, marked: Number(row['mark']) === markOf(account) })),
    roles: roles.map((row) => String(row['role'])),
    sessions: sessions.map((row) => Number(row['id'])),
  }
}

/** The same of a lease's account; `conflict` when an account of that name exists without the mark of this lease. */
export async function lookAtAccount(client: Client, account: { leaseId: LeaseId; account: string }): Promise<Look> {
  assertNamedForLease(account)
  const look = await lookAt(client, account.account)
  if (look.rows.some((row) => !row.marked))
    throw new TenureError('conflict', `The account "${account.account}" exists, but not as Tenure made it: Tenure does not touch it, a person must look at it`)
  return look
}
