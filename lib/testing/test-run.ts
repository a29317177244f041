import { createHash } from 'node:crypto'
import pg from 'pg'
import { migrateDeploy } from '#lib/db/migrate-deploy.ts'
import { readMigrations } from '#lib/db/read-migrations.ts'

const BUILDING = 'tenure template under construction'
const OF_TESTS = /^(?:tenure_test_[0-9a-f]+|tenure_template_[0-9a-f]+)/

type Options = { url(database: string): string; migrations: string; prefix: string }

export type TestRun = { template: string; close(): Promise<void> }

/**
 * Makes the template that the test files of one run clone: a database migrated with the folder `migrations` and named
 * by its hash, kept for later runs. What runs that are over left behind is dropped, and what a living run uses stays:
 * each holds, in its session, locks on its `prefix` and its template.
 */
export async function openTestRun(options: Options): Promise<TestRun> {
  const template = templateName(options.migrations)
  const session = new pg.Client({ connectionString: options.url('postgres') })
  await session.connect()
  try {
    await makeReady(session, template, options)
  } catch (error) {
    await session.end()
    throw error
  }
  return {
    template,
    async close() {
      for (const name of await databases(session)) if (name.startsWith(options.prefix)) await drop(session, name)
      await session.end()
    },
  }
}

async function makeReady(session: pg.Client, template: string, { prefix, ...source }: Options): Promise<void> {
  for (const mine of [prefix, template]) await session.query('SELECT pg_advisory_lock_shared(hashtext($1))', [mine])
  await session.query('SELECT pg_advisory_lock(hashtext($1))', [BUILDING])
  await dropAbandoned(session, [prefix, template])
  if (!(await databases(session)).includes(template)) await buildTemplate(session, template, source)
  await session.query('SELECT pg_advisory_unlock(hashtext($1))', [BUILDING])
}

function templateName(migrations: string): string {
  const hash = createHash('sha256')
  for (const { name, checksum } of readMigrations(migrations)) hash.update(`${name}\n${checksum}\n`)
  return `tenure_template_${hash.digest('hex').slice(0, 16)}`
}

/** Under the final name only when it is complete, and closed to sessions, which would make cloning wait. */
async function buildTemplate(session: pg.Client, template: string, { url, migrations }: Omit<Options, 'prefix'>): Promise<void> {
  const unfinished = `${template}_new`
  await drop(session, unfinished)
  await session.query(`CREATE DATABASE ${unfinished}`)
  await migrateDeploy(url(unfinished), migrations)
  await session.query(`ALTER DATABASE ${unfinished} WITH ALLOW_CONNECTIONS false`)
  await session.query(`ALTER DATABASE ${unfinished} RENAME TO ${template}`)
}

async function dropAbandoned(session: pg.Client, mine: string[]): Promise<void> {
  for (const name of await databases(session)) {
    const owner = OF_TESTS.exec(name)?.[0]
    if (!owner || mine.includes(owner)) continue
    const { rows } = await session.query<{ free: boolean }>('SELECT pg_try_advisory_lock(hashtext($1)) AS free', [owner])
    if (!rows[0]?.free) continue
    await drop(session, name)
    await session.query('SELECT pg_advisory_unlock(hashtext($1))', [owner])
  }
}

async function databases(session: pg.Client): Promise<string[]> {
  const { rows } = await session.query<{ datname: string }>('SELECT datname FROM pg_database ORDER BY datname')
  return rows.map(({ datname }) => datname)
}

async function drop(session: pg.Client, name: string): Promise<void> {
  await session.query(`DROP DATABASE IF EXISTS ${session.escapeIdentifier(name)} WITH (FORCE)`)
}
