import pg from 'pg'
import { TenureError } from '#lib/core/errors.ts'
import type { Login } from '#lib/systems/driver.ts'
import { mintingDriverFor } from '#lib/systems/registry.ts'
import type { ConformanceTarget, HolderSession } from './conformance-target.ts'
import { guideSql } from './guide-sql.ts'

/** A running PostgreSQL of the test's own, with the address of each of its databases for a superuser. */
export type PostgresServer = { port: number; url(database: string): string; stop(): Promise<void> }

const GUIDE = 'connect-postgresql.md'
/** The password as it stands in the guide. */
export const GUIDE_PASSWORD = 'replace-this-by-a-long-random-password'

/** Runs `work` as the superuser of the server. */
export async function asSuperuser<T>(server: PostgresServer, work: (client: pg.Client) => Promise<T>, database = 'postgres'): Promise<T> {
  const client = new pg.Client({ connectionString: server.url(database), ssl: false })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** A database `shop` with the schema and the group role of the guide, and Tenure's two accounts, all made by the guide's own statements. */
export async function prepareByTheGuide(server: PostgresServer): Promise<{ version: number }> {
  await asSuperuser(server, (client) => client.query('CREATE DATABASE shop'))
  return asSuperuser(
    server,
    async (client) => {
      const { rows } = await client.query<{ version: number }>(`SELECT current_setting('server_version_num')::int AS version`)
      const version = rows[0]?.version ?? 0
      await client.query('CREATE SCHEMA app; CREATE TABLE app.orders (id int); INSERT INTO app.orders VALUES (1), (2)')
      for (const block of ['group', 'discovery', ...(version >= 160_000 ? ['broker-16', 'lend-16'] : ['broker-15'])]) await client.query(guideSql(GUIDE, block))
      return { version }
    },
    'shop',
  )
}

/** Settings for one of the guide's accounts. */
export function guideSettings(server: PostgresServer, username: 'tenure_broker' | 'tenure_discovery', port = server.port): Record<string, unknown> {
  return { host: '127.0.0.1', port, database: 'shop', username, password: GUIDE_PASSWORD, tls: 'disable' }
}

/** A holder's own login with a plain client; rejects with the server's reason. */
export async function openAsHolder(port: number, login: Login, database = 'shop'): Promise<HolderSession & { client: pg.Client }> {
  const client = new pg.Client({ host: '127.0.0.1', port, database, user: login.account, password: login.secret, ssl: false })
  // A session that the server ends reports it as an event; what counts is that the next statement fails.
  client.on('error', () => {})
  await client.connect()
  return {
    client,
    read: () => client.query('SELECT count(*) FROM app.orders'),
    write: () => client.query('INSERT INTO app.orders VALUES (3)'),
    close: () => client.end().catch(() => {}),
  }
}

/** The PostgreSQL driver on this server, through the account that the guide makes. */
export async function postgresqlTarget(server: PostgresServer): Promise<ConformanceTarget> {
  const { version } = await prepareByTheGuide(server)
  const sql = (statements: string) => asSuperuser(server, (client) => client.query(statements), 'shop')
  return {
    driver: mintingDriverFor('postgresql'),
    settings: guideSettings(server, 'tenure_broker'),
    unreachable: { ...guideSettings(server, 'tenure_broker', 1), connectTimeoutMs: 500 },
    privilege: 'app_reader',
    open: (login) => openAsHolder(server.port, login),
    async countAccounts(account) {
      const { rows } = await asSuperuser(server, (client) =>
        client.query<{ n: number }>('SELECT count(*)::int AS n FROM pg_authid WHERE rolname = $1', [account]),
      )
      const [row] = rows
      if (!row) throw new TenureError('unavailable', 'The server did not count')
      return row.n
    },
    async plant(account) {
      await sql(`CREATE ROLE ${pg.escapeIdentifier(account)} LOGIN`)
    },
    standing: {
      async create(name) {
        await sql(`CREATE ROLE ${name} LOGIN PASSWORD 'chosen-long-ago' CONNECTION LIMIT 3; GRANT app_reader TO ${name}`)
        if (version >= 160_000) await sql(guideSql(GUIDE, 'offboard-16'))
        return { account: name, secret: 'chosen-long-ago' }
      },
      account: (name) => ({ externalId: name, name }),
      own: { externalId: 'tenure_broker', name: 'tenure_broker' },
      async hangOn({ externalId }) {
        await sql(`CREATE TABLE app.left_behind (id int); ALTER TABLE app.left_behind OWNER TO ${externalId}`)
        return { named: 'owns table app.left_behind', letGo: async () => void (await sql('DROP TABLE app.left_behind')) }
      },
    },
    stop: () => server.stop(),
  }
}
