import mysql from 'mysql2/promise'
import type { Login, MintingDriver } from '#lib/systems/driver.ts'
import { mintingDriverFor } from '#lib/systems/registry.ts'
import type { DebianMariadb } from '#lib/testing/debian-mariadb.ts'
import type { ConformanceTarget, HolderSession } from './conformance-target.ts'
import { GUIDE_PASSWORD } from './postgresql-target.ts'
import { guideSql } from './guide-sql.ts'

const GUIDE = 'connect-mariadb.md'
export const mariadb: MintingDriver = mintingDriverFor('mariadb')

/** A schema `shop`, the role of the guide, and Tenure's accounts, all made by the guide's own statements. */
export async function prepareByTheGuide(server: DebianMariadb): Promise<void> {
  await server.script('CREATE DATABASE shop; CREATE TABLE shop.orders (id int); INSERT INTO shop.orders VALUES (1), (2);')
  for (const block of ['group', 'keeper', 'discovery', 'broker', 'lend', 'offboard']) await server.script(guideSql(GUIDE, block))
}

/** Settings for one of the guide's accounts. */
export function guideSettings(server: DebianMariadb, username: 'tenure_broker' | 'tenure_discovery', port = server.port): Record<string, unknown> {
  return { host: '127.0.0.1', port, username, password: GUIDE_PASSWORD, tls: 'disable' }
}

/** A holder's own login with a plain client; rejects with the server's reason. */
export async function openAsHolder(port: number, login: Login): Promise<HolderSession & { client: mysql.Connection }> {
  const client = await mysql.createConnection({ host: '127.0.0.1', port, user: login.account, password: login.secret })
  // A session that the server ends reports it as an event; what counts is that the next statement fails.
  client.on('error', () => {})
  return {
    client,
    read: () => client.query('SELECT count(*) FROM shop.orders'),
    write: () => client.query('INSERT INTO shop.orders VALUES (3)'),
    close: () => client.end().catch(() => {}),
  }
}

/** The MariaDB driver on this server, through the account that the guide makes. */
export async function mariadbTarget(server: DebianMariadb): Promise<ConformanceTarget> {
  await prepareByTheGuide(server)
  return {
    driver: mariadb,
    settings: guideSettings(server, 'tenure_broker'),
    unreachable: { ...guideSettings(server, 'tenure_broker', 1), connectTimeoutMs: 500 },
    privilege: 'app_reader',
    expires: false,
    open: (login) => openAsHolder(server.port, login),
    countAccounts: async (account) => Number(await server.script(`SELECT count(*) FROM mysql.user WHERE User = '${account}'`)),
    plant: async (account) => void (await server.script(`CREATE USER ${account}@'%'`)),
    standing: {
      async create(name) {
        await server.script(`CREATE USER ${name}@'%' IDENTIFIED BY 'chosen-long-ago'; GRANT SELECT, CREATE VIEW ON shop.* TO ${name}@'%'`)
        return { account: name, secret: 'chosen-long-ago' }
      },
      account: (name) => ({ externalId: `${name}@%`, name: `${name}@%` }),
      own: { externalId: 'tenure_broker@%', name: 'tenure_broker@%' },
      async hangOn({ name }) {
        await server.script(`CREATE DEFINER = '${name.replace('@', "'@'")}' VIEW shop.open_orders AS SELECT id FROM shop.orders`)
        return { named: 'shop.open_orders', letGo: async () => void (await server.script('DROP VIEW shop.open_orders')) }
      },
    },
    stop: () => server.stop(),
  }
}
