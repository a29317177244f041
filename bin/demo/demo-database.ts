import pg from 'pg'
import { createDb } from '#lib/db/client.ts'
import { migrateDeploy } from '#lib/db/migrate-deploy.ts'
import { createPool } from '#lib/db/pool.ts'
import type { Keyring } from '#lib/crypto/envelope.ts'
import { followOrders } from '#seed/follow-orders.ts'
import { seedDemo } from '#seed/seed-demo.ts'

const NAME = 'tenure'
/** The database bears this name until it is complete: whoever dies in between starts over. */
const UNFINISHED = 'tenure_unfinished'

type Server = { url(database: string): string }
type Given = { keyring: Keyring; brokerPassword: string; now: Date }

/** Whether the server has the demo's database. */
export async function hasDemoDatabase(server: Server): Promise<boolean> {
  return onServer(server, async (client) => (await client.query('SELECT FROM pg_database WHERE datname = $1', [NAME])).rowCount === 1)
}

/** Makes the demo's database with its sample estate, all of it or nothing. Only Tenure's own account may connect to it: what is lent on the server may not. */
export async function createDemoDatabase(server: Server, given: Given): Promise<void> {
  await onServer(server, (client) => client.query(`DROP DATABASE IF EXISTS ${UNFINISHED} WITH (FORCE)`))
  await migrateDeploy(server.url(UNFINISHED))
  await withClients(server.url(UNFINISHED), (clients) => seedDemo({ ...clients, keyring: given.keyring, now: given.now, server: targetOf(server, given) }))
  await onServer(server, async (client) => {
    await client.query(`REVOKE CONNECT, TEMPORARY ON DATABASE ${UNFINISHED} FROM PUBLIC`)
    await client.query(`ALTER DATABASE ${UNFINISHED} RENAME TO ${NAME}`)
  })
}

/** Brings the demo's database up to date, also with where the server listens now. Returns the migrations that were applied. */
export async function updateDemoDatabase(server: Server, given: Given): Promise<string[]> {
  const applied = await migrateDeploy(server.url(NAME))
  await withClients(server.url(NAME), (clients) => followOrders({ ...clients, keyring: given.keyring, now: given.now, server: targetOf(server, given) }))
  return applied
}

/** The address of the demo's database. */
export const demoDatabaseUrl = (server: Server): string => server.url(NAME)

const targetOf = (server: Server, { brokerPassword }: Given) => ({ url: (database: string) => server.url(database), brokerPassword })

async function withClients<T>(
  url: string,
  work: (clients: { db: ReturnType<typeof createDb>; pool: ReturnType<typeof createPool> }) => Promise<T>,
): Promise<T> {
  const db = createDb(url, { connections: 4 })
  const pool = createPool(url)
  try {
    return await work({ db, pool })
  } finally {
    await Promise.allSettled([db.$disconnect(), pool.end()])
  }
}

async function onServer<T>(server: Server, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: server.url('postgres') })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
