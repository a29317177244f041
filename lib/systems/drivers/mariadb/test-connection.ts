import type { CallOptions, Capability, RightCheck, TestReport } from '#lib/systems/driver.ts'
import { clockOf } from './account.ts'
import { type Client, type MariadbConnection, stopIfAborted } from './connect.ts'
import { codeOf, isServerError, mariadbError } from './errors.ts'
import { listPrivileges, notLendableReason } from './privileges.ts'

const GUIDE = 'as in docs/guides/connect-mariadb.md'
const READ: readonly string[] = [
  'tenure.account',
  'mysql.db',
  'mysql.tables_priv',
  'mysql.columns_priv',
  'mysql.procs_priv',
  'mysql.proxies_priv',
  'mysql.roles_mapping',
]
const CALL: readonly [procedure: string, capability: Capability, purpose: string][] = [
  ['sessions', 'discover', 'See who is logged in'],
  ['lease_mint', 'mint', 'Make the accounts of leases'],
  ['lease_block', 'revoke', 'Lock them'],
  ['lease_end_sessions', 'revoke', 'End their sessions'],
  ['lease_strip', 'revoke', 'Take back their roles'],
  ['lease_remove', 'revoke', 'Remove them'],
  ['standing_lock', 'offboard', 'Disable standing accounts'],
  ['standing_unlock', 'offboard', 'Restore them'],
  ['standing_end_session', 'offboard', 'End their sessions'],
  ['standing_dependents', 'offboard', 'See what would break without them'],
  ['standing_remove', 'offboard', 'Remove them'],
]

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || host.startsWith('127.')

/** Whether a table can be read; a failure that is not about a right is one of the connection. */
async function mayRead(client: Client, table: string): Promise<boolean> {
  try {
    await client.rows(`SELECT 1 FROM ${table} LIMIT 0`)
    return true
  } catch (error) {
    if (isServerError(error)) return false
    throw error
  }
}

async function rightsOf(client: Client, who: string, allowPrivileged: readonly string[]): Promise<RightCheck[]> {
  const tables: RightCheck[] = []
  for (const table of READ) {
    const held = await mayRead(client, table)
    tables.push({
      capability: 'discover',
      right: `SELECT on ${table}`,
      held,
      purpose: 'Read accounts, roles and grants',
      remedy: `GRANT SELECT ON ${table} TO ${who}, ${GUIDE}`,
    })
  }
  // The server lists only what the account may call.
  const routines = await client.rows(`SELECT routine_name AS name FROM information_schema.routines WHERE routine_schema = 'tenure'`)
  const callable = new Set(routines.map(({ name }) => String(name)))
  const calls = CALL.map(
    ([procedure, capability, purpose]): RightCheck => ({
      capability,
      right: `EXECUTE on tenure.${procedure}`,
      held: callable.has(procedure),
      purpose,
      remedy: `GRANT EXECUTE ON PROCEDURE tenure.${procedure} TO ${who}, ${GUIDE}`,
    }),
  )
  const readable = tables.every((check) => check.held)
  const lendable = readable ? (await listPrivileges(client)).filter((row) => notLendableReason(row, allowPrivileged) === null).length : 0
  return [
    ...tables,
    ...calls,
    {
      capability: 'mint',
      right: 'ADMIN OPTION on a role',
      held: lendable > 0,
      purpose: `Lend roles (${lendable} can be lent now)`,
      remedy: 'GRANT a_role TO tenure_keeper@localhost WITH ADMIN OPTION',
    },
  ]
}

/** Whether the server can be reached, as whom, and which rights are missing for what. A failure is part of the answer; it throws only when stopped. */
export async function testConnection(connection: MariadbConnection, options?: CallOptions): Promise<TestReport> {
  const { settings } = connection
  try {
    return await connection.withFreshClient(options, async (client) => {
      const [row] = await client.rows('SELECT current_user() AS name, version() AS version, @@read_only AS read_only')
      const version = String(row?.['version'])
      if (!/mariadb/i.test(version))
        return { reachable: false, code: 'not_mariadb', reason: `This server is not MariaDB (it says "${version}"), and MySQL is not supported` }
      const [user = '', host = ''] = String(row?.['name']).split(/@(?=[^@]*$)/)
      const rights = await rightsOf(client, `'${user}'@'${host}'`, settings.allowPrivileged)
      const warnings = [
        ...((await mayRead(client, 'mysql.global_priv'))
          ? ["Tenure's account can read every password's hash, which is far more than it needs: make one as the guide says"]
          : []),
        ...(Number(row?.['read_only']) === 1 ? ['This server is read-only: it can be read, but nothing can be minted or revoked here'] : []),
        ...(settings.tls === 'disable' && !isLoopback(settings.host) ? ['The connection is not encrypted'] : []),
        ...(settings.tls === 'require' ? ['The connection is encrypted, but nobody checks that the right server answers'] : []),
      ]
      return { reachable: true, as: `${user}@${host}`, serverVersion: version, targetTime: await clockOf(client), rights, warnings }
    })
  } catch (error) {
    stopIfAborted(options?.signal)
    const problem = mariadbError(error, `log in at ${settings.host}:${settings.port}`, [settings.password])
    return { reachable: false, code: codeOf(error), reason: problem.message }
  }
}
