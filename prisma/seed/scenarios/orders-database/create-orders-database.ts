import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { DAY, shift } from '#lib/core/time.ts'
import { randomSecret } from '#lib/crypto/random.ts'

/** A PostgreSQL server (16 or later) on which the seed is superuser: the address of each of its databases, and the password that Tenure's own account there is to have. */
export type TargetServer = { url(database: string): string; brokerPassword: string }

export const ORDERS = { database: 'orders', broker: 'tenure_broker', lent: ['orders_reader', 'orders_writer', 'orders_admin'] } as const

const LOGINS = [
  'svc_checkout',
  'svc_billing',
  'svc_shipping',
  'svc_reports',
  'svc_fraud_scores',
  'svc_legacy_export',
  'svc_tax_filing',
  'etl_nightly',
  'batch_archive',
  'ci_migrations',
  'metabase',
  'fivetran',
  'support_agent',
  'refund_agent',
  'dba_oncall',
  'standby_eu1',
] as const
const GROUPS = ['orders_owner', 'invoices_clerk', ...ORDERS.lent] as const
/** Days from now when a role's password ends. */
const VALID_DAYS = { svc_legacy_export: -47, svc_tax_filing: 20, fivetran: 140 } as const
/** Who is at work while the server is read. */
const AT_WORK = ['svc_checkout', 'metabase', 'svc_billing'] as const
/** As it stands in the guide. */
const GUIDE_PASSWORD = 'replace-this-by-a-long-random-password'

const script = (name: string) => readFileSync(join(import.meta.dirname, `${name}.sql`), 'utf8')

/**
 * Makes the database `orders` with its tables, group roles and the accounts that use it, and Tenure's account by the statements of
 * docs/guides/connect-postgresql.md. What an earlier attempt left is removed first. Returns a way to have some of the accounts at work.
 */
export async function createOrdersDatabase(server: TargetServer, now: Date): Promise<{ openSessions(): Promise<() => Promise<void>> }> {
  const passwords = new Map(LOGINS.map((login) => [login, randomSecret()]))
  await asSuperuser(server.url('postgres'), async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${ORDERS.database} WITH (FORCE)`)
    // Tenure's account first: what it granted depends on it
    for (const role of [ORDERS.broker, ...LOGINS, ...GROUPS]) await client.query(`DROP ROLE IF EXISTS ${role}`)
    await client.query(script('roles'))
    for (const [login, password] of passwords) await client.query(`ALTER ROLE ${login} PASSWORD ${pg.escapeLiteral(password)}`)
    for (const [login, days] of Object.entries(VALID_DAYS))
      await client.query(`ALTER ROLE ${login} VALID UNTIL ${pg.escapeLiteral(shift(now, days * DAY).toISOString())}`)
    await client.query(script('broker').replace(`'${GUIDE_PASSWORD}'`, pg.escapeLiteral(server.brokerPassword)))
    await client.query(`CREATE DATABASE ${ORDERS.database} OWNER orders_owner`)
  })
  await asSuperuser(server.url(ORDERS.database), async (client) => {
    await client.query(script('schema'))
    await client.query(script('grants'))
  })
  return { openSessions: () => openSessions(server, passwords) }
}

async function openSessions(server: TargetServer, passwords: ReadonlyMap<string, string>): Promise<() => Promise<void>> {
  const clients = AT_WORK.map((user) => {
    const url = new URL(server.url(ORDERS.database))
    url.username = user
    url.password = passwords.get(user) ?? ''
    return new pg.Client({ connectionString: String(url), application_name: user })
  })
  await Promise.all(clients.map((client) => client.connect()))
  return async () => {
    await Promise.all(clients.map((client) => client.end()))
  }
}

async function asSuperuser(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
