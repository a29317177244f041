import type pg from 'pg'
import type { CallOptions } from '#lib/systems/driver.ts'
import { type DiscoveredActivity, type DiscoveredNote, type DiscoveredPrivilege, type DiscoveredRecordInput, externalKey } from '#lib/systems/discovered.ts'
import { type PostgresqlConnection, stopIfAborted } from './connect.ts'
import { discoverDatabaseGrants, discoverSharedGrants } from './discover-grants.ts'
import { discoverMemberships, discoverRoles, discoverSessions } from './discover-roles.ts'
import { postgresqlError } from './errors.ts'
import { listPrivileges, notLendableReason } from './privileges.ts'

/** One consistent picture of the catalogue, from an account that changes nothing; a cursor is planned for being read to its end. */
const SNAPSHOT = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL cursor_tuple_fraction = 1'

const DATABASES = `
SELECT datname AS name, has_database_privilege(datname, 'CONNECT') AS open FROM pg_database
 WHERE datallowconn AND NOT datistemplate AND (cardinality($1::text[]) = 0 OR datname = ANY($1::text[])) ORDER BY datname`

const ORPHANS = `SELECT a.usesysid::int8::text AS oid, count(*)::int AS sessions FROM pg_stat_activity a WHERE a.usesysid IS NOT NULL AND NOT EXISTS (SELECT FROM pg_roles r WHERE r.oid = a.usesysid) GROUP BY 1`

const notReadable = (subject: string, text: string): DiscoveredNote => ({
  type: 'note',
  externalId: externalKey('not-readable', subject),
  code: 'not_readable',
  subject,
  text,
})

async function catalogue(client: pg.ClientBase, allowPrivileged: readonly string[]): Promise<DiscoveredPrivilege[]> {
  const rows = await listPrivileges(client)
  return rows.map((row) => {
    const reason = notLendableReason(row, allowPrivileged)
    return {
      type: 'privilege',
      externalId: row.role,
      name: row.role,
      description: row.description?.slice(0, 2_000) ?? null,
      lendable: reason === null,
      notLendableReason: reason?.slice(0, 2_000) ?? null,
    }
  })
}

/** Sessions that outlived their role, and what this account cannot see. */
async function notes(client: pg.ClientBase): Promise<DiscoveredNote[]> {
  const orphans = await client.query<{ oid: string; sessions: number }>(ORPHANS)
  const stats = await client.query<{ held: boolean }>(`SELECT pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') AS held`)
  return [
    ...orphans.rows.map(
      (row): DiscoveredNote => ({
        type: 'note',
        externalId: externalKey('session-without-account', row.oid),
        code: 'session_without_account',
        subject: `role with oid ${row.oid}`,
        text: `${row.sessions} open session(s) belong to a role that was dropped: dropping a role does not end its sessions`,
      }),
    ),
    ...(stats.rows[0]?.held
      ? []
      : [notReadable('pg_stat_activity', "Tenure's account does not see when and from where others are logged in: grant it pg_read_all_stats")]),
  ]
}

async function* server(client: pg.ClientBase, connection: PostgresqlConnection): AsyncGenerator<DiscoveredRecordInput[], { name: string; open: boolean }[]> {
  await client.query(SNAPSHOT)
  const version = await client.query<{ version: number }>(`SELECT current_setting('server_version_num')::int AS version`)
  yield* discoverRoles(client)
  yield* discoverMemberships(client, version.rows[0]?.version ?? 0)
  yield await catalogue(client, connection.settings.allowPrivileged)
  yield* discoverSharedGrants(client)
  yield* discoverSessions(client)
  yield await notes(client)
  const databases = await client.query<{ name: string; open: boolean }>(DATABASES, [connection.settings.discoverDatabases])
  await client.query('COMMIT')
  return databases.rows
}

async function* sessions(client: pg.ClientBase): AsyncGenerator<DiscoveredActivity[]> {
  await client.query(SNAPSHOT)
  yield* discoverSessions(client)
  await client.query('COMMIT')
}

async function* database(client: pg.ClientBase, name: string): AsyncGenerator<DiscoveredRecordInput[]> {
  await client.query(SNAPSHOT)
  yield* discoverDatabaseGrants(client, name)
  await client.query('COMMIT')
}

/** Reads on a connection of its own for as long as the consumer takes; errors come out for people. */
async function* reading<T, R>(
  connection: PostgresqlConnection,
  options: CallOptions & { database?: string },
  read: (client: pg.ClientBase) => AsyncGenerator<T, R>,
): AsyncGenerator<T, R> {
  try {
    const { client, end } = await connection.open(options)
    try {
      return yield* read(client)
    } finally {
      await end()
    }
  } catch (error) {
    stopIfAborted(options.signal)
    throw postgresqlError(error, 'read the roles, grants and sessions', [connection.settings.password])
  }
}

/**
 * The server's roles, memberships, lendable privileges, grants and open sessions, in batches of at most a thousand records; identities come before what they hold.
 * A database that does not let Tenure's account in becomes a note, not a silent gap. Errors: `unavailable`, `forbidden`; records that were handed out before stay true.
 */
export async function* discover(connection: PostgresqlConnection, options: CallOptions = {}): AsyncGenerator<DiscoveredRecordInput[]> {
  const databases = yield* reading(connection, options, (client) => server(client, connection))
  for (const { name, open } of databases) {
    if (open) yield* reading(connection, { ...options, database: name }, (client) => database(client, name))
    else yield [notReadable(name, `Tenure's account may not connect to the database ${name}: its grants are unknown`)]
  }
}

/** The sessions that are open now, as uses of their roles. */
export function activity(connection: PostgresqlConnection, options: CallOptions = {}): AsyncGenerator<DiscoveredActivity[]> {
  return reading(connection, options, sessions)
}
