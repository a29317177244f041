import type pg from 'pg'
import type { CallOptions, RightCheck, TestReport } from '#lib/systems/driver.ts'
import { type PostgresqlConnection, stopIfAborted } from './connect.ts'
import { codeOf, postgresqlError } from './errors.ts'
import { listPrivileges, notLendableReason } from './privileges.ts'

type ServerRow = { name: string; version: string; version_num: number; at: Date; superuser: boolean; create_role: boolean; stats: boolean; standby: boolean }

const SERVER = `
SELECT current_user AS name, current_setting('server_version') AS version, current_setting('server_version_num')::int AS version_num, clock_timestamp() AS at,
       rolsuper AS superuser, rolcreaterole AS create_role, pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') AS stats,
       pg_is_in_recovery() AS standby
  FROM pg_roles WHERE rolname = current_user`

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || host.startsWith('127.')

function warningsOf(row: ServerRow, settings: PostgresqlConnection['settings']): string[] {
  return [
    ...(row.superuser ? ["Tenure's account is a superuser, which is far more than it needs: make one as the guide says"] : []),
    ...(row.version_num < 150_000 ? ['This server is older than PostgreSQL 15, the oldest that Tenure is tested with'] : []),
    ...(row.create_role && row.version_num >= 150_000 && row.version_num < 160_000
      ? ['Before PostgreSQL 16 CREATEROLE may grant almost any role: guard this account like an administrator, or upgrade']
      : []),
    ...(row.standby ? ['This server is a standby: it can be read, but nothing can be minted or revoked here'] : []),
    ...(settings.tls === 'disable' && !isLoopback(settings.host) ? ['The connection is not encrypted'] : []),
    ...(settings.tls === 'require' ? ['The connection is encrypted, but nobody checks that the right server answers'] : []),
  ]
}

async function rightsOf(client: pg.ClientBase, row: ServerRow, allowPrivileged: readonly string[]): Promise<RightCheck[]> {
  const lendable = (await listPrivileges(client)).filter((privilege) => notLendableReason(privilege, allowPrivileged) === null)
  return [
    { capability: 'discover', right: 'CONNECT', held: true, purpose: 'Read roles, memberships and grants', remedy: null },
    {
      capability: 'activity',
      right: 'pg_read_all_stats',
      held: row.stats,
      purpose: 'See when and from where accounts are logged in',
      remedy: `GRANT pg_read_all_stats TO ${row.name}`,
    },
    {
      capability: 'mint',
      right: 'CREATEROLE',
      held: row.superuser || row.create_role,
      purpose: 'Make and remove the accounts of leases',
      remedy: `ALTER ROLE ${row.name} CREATEROLE`,
    },
    {
      capability: 'offboard',
      right: 'CREATEROLE',
      held: row.superuser || row.create_role,
      purpose: `Take standing roles out of service${row.version_num >= 160_000 ? ', those that it has the ADMIN option on' : ''}`,
      remedy: `ALTER ROLE ${row.name} CREATEROLE`,
    },
    {
      capability: 'mint',
      right: 'ADMIN OPTION on a group role',
      held: lendable.length > 0,
      purpose: `Lend group roles (${lendable.length} can be lent now)`,
      remedy: row.version_num >= 160_000 ? `GRANT group_role TO ${row.name} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE` : `CREATE ROLE group_role NOLOGIN`,
    },
  ]
}

/** Whether the server can be reached, as whom, and which rights are missing for what. A failure is part of the answer; it throws only when stopped. */
export async function testConnection(connection: PostgresqlConnection, options?: CallOptions): Promise<TestReport> {
  try {
    return await connection.withFreshClient(options, async (client) => {
      const { rows } = await client.query<ServerRow>(SERVER)
      const row = rows[0]
      if (!row) throw new Error('the server does not show the account that logged in')
      const rights = await rightsOf(client, row, connection.settings.allowPrivileged)
      return { reachable: true, as: row.name, serverVersion: row.version, targetTime: row.at, rights, warnings: warningsOf(row, connection.settings) }
    })
  } catch (error) {
    stopIfAborted(options?.signal)
    const problem = postgresqlError(error, `log in at ${connection.settings.host}:${connection.settings.port}`, [connection.settings.password])
    return { reachable: false, code: codeOf(error), reason: problem.message }
  }
}
