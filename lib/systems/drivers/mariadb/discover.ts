import type { CallOptions } from '#lib/systems/driver.ts'
import type { DiscoveredRecordInput } from '#lib/systems/discovered.ts'
import { clockOf } from './account.ts'
import { type Client, type MariadbConnection, type Row, stopIfAborted } from './connect.ts'
import { accountRecords, type Reading } from './discover-accounts.ts'
import { GRANT_TABLES, grantRecords } from './discover-grants.ts'
import { mariadbError } from './errors.ts'
import { holderKey } from './names.ts'
import { listPrivileges, notLendableReason } from './privileges.ts'
import { readReach } from './reach.ts'

const PAGE = 500
const ACCOUNTS = 'SELECT * FROM tenure.account ORDER BY user, host'

/** The rows of an ordered query, a page at a time. */
async function* pages(connection: MariadbConnection, options: CallOptions, sql: string): AsyncGenerator<Row[]> {
  for (let from = 0; ; from += PAGE) {
    const rows = await connection.withClient(options, (client) => client.rows(`${sql} LIMIT ${PAGE} OFFSET ${from}`))
    if (rows.length > 0) yield rows
    if (rows.length < PAGE) return
  }
}

/** How often each value of the column `user` comes. */
function countUsers(rows: readonly Row[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { user } of rows) counts.set(String(user), (counts.get(String(user)) ?? 0) + 1)
  return counts
}

async function prepare(client: Client): Promise<Reading> {
  const [lifetime] = await client.rows('SELECT @@default_password_lifetime AS days')
  return {
    reach: await readReach(client),
    at: await clockOf(client),
    sessions: countUsers(await client.rows('CALL tenure.sessions(NULL)')),
    namesakes: countUsers(await client.rows('SELECT user FROM tenure.account WHERE NOT is_role')),
    defaultLifetimeDays: Number(lifetime?.['days'] ?? 0),
  }
}

async function* read(connection: MariadbConnection, options: CallOptions): AsyncGenerator<DiscoveredRecordInput[]> {
  const reading = await connection.withClient(options, prepare)
  const known = new Set<string>()
  for await (const rows of pages(connection, options, ACCOUNTS)) {
    const accounts = rows.filter((row) => holderKey(row['user'], row['host']) !== 'PUBLIC')
    for (const row of accounts) known.add(holderKey(row['user'], row['host']))
    yield accounts.flatMap((row) => accountRecords(row, reading))
  }
  const privileges = await connection.withClient(options, (client) => listPrivileges(client, reading.reach))
  yield privileges.map((row) => {
    const reason = notLendableReason(row, connection.settings.allowPrivileged)
    return {
      type: 'privilege',
      externalId: holderKey(row.role, ''),
      name: row.role,
      lendable: reason === null,
      notLendableReason: reason?.slice(0, 2_000) ?? null,
    }
  })
  for (const table of GRANT_TABLES) for await (const rows of pages(connection, options, table.sql)) yield rows.flatMap((row) => grantRecords(table, row, known))
}

/**
 * The server's accounts and roles with their passwords' dates, lendable privileges and grants, a page at a time; identities come before what they hold.
 * Never a password's hash: the view that the guide makes does not have them. Errors: `unavailable`, `forbidden`; records that were handed out before stay true.
 */
export async function* discover(connection: MariadbConnection, options: CallOptions = {}): AsyncGenerator<DiscoveredRecordInput[]> {
  try {
    yield* read(connection, options)
  } catch (error) {
    stopIfAborted(options.signal)
    throw mariadbError(error, 'read the accounts, roles and grants', [connection.settings.password])
  }
}
