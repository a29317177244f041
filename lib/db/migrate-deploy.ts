import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import type pg from 'pg'
import { TenureError } from '#lib/core/errors.ts'
import { openDatabase } from './open-database.ts'
import { isUnchanged, readMigrations, type Migration } from './read-migrations.ts'

// The number that Prisma's schema engine locks with, so that it and we exclude each other
const PRISMA_LOCK = 72_707_369

type Applied = { migration_name: string; checksum: string; finished_at: Date | null; rolled_back_at: Date | null }

/**
 * Brings a database up to date with the folder of migrations, as `prisma migrate deploy` does (same table, checksums
 * and lock; the database is created when it is missing) but without Prisma's command line. Returns the names of the
 * migrations that it applied. Throws `conflict` when a migration fails, or failed earlier and nobody settled it.
 */
export async function migrateDeploy(connectionString: string, directory = resolve(import.meta.dirname, '../../prisma/migrations')): Promise<string[]> {
  const migrations = readMigrations(directory)
  const client = await openDatabase(connectionString)
  try {
    // Held until the session ends; whoever starts at the same time waits here and then finds nothing left to do
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK])
    const done = await appliedMigrations(client)
    const pending = migrations.filter(({ name }) => !done.has(name))
    for (const migration of migrations) warnIfChanged(migration, done.get(migration.name))
    for (const migration of pending) await apply(client, migration)
    return pending.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

async function appliedMigrations(client: pg.Client): Promise<Map<string, string>> {
  await client.query(`CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id varchar(36) PRIMARY KEY NOT NULL,
    checksum varchar(64) NOT NULL,
    finished_at timestamptz,
    migration_name varchar(255) NOT NULL,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(),
    applied_steps_count integer NOT NULL DEFAULT 0
  )`)
  const { rows } = await client.query<Applied>('SELECT migration_name, checksum, finished_at, rolled_back_at FROM _prisma_migrations ORDER BY started_at')
  const standing = rows.filter((row) => row.rolled_back_at === null)
  const failed = standing.find((row) => row.finished_at === null)
  if (failed) throw new TenureError('conflict', `Migration ${failed.migration_name} failed earlier, so none is applied. ${howToSettle(failed.migration_name)}`)
  return new Map(standing.map((row) => [row.migration_name, row.checksum]))
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  const id = randomUUID()
  await client.query('INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)', [id, checksum, name])
  try {
    // Without parameters the whole script goes in one message, which is one transaction unless it says otherwise
    await client.query(sql)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    await client.query('ROLLBACK')
    await client.query('UPDATE _prisma_migrations SET logs = $2 WHERE id = $1', [id, reason])
    throw new TenureError('conflict', `Migration ${name} failed: ${reason}. ${howToSettle(name)}`, { cause })
  }
  await client.query('UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE id = $1', [id])
}

/** Prisma carries on in this case, and so do we; but the database may not be what the folder says. */
function warnIfChanged({ name, sql }: Migration, appliedChecksum: string | undefined): void {
  if (appliedChecksum !== undefined && !isUnchanged(sql, appliedChecksum)) process.emitWarning(`Migration ${name} was changed after it was applied`)
}

function howToSettle(name: string): string {
  return `Mend the database, then run "npx prisma migrate resolve --rolled-back ${name}" to try it again, or "--applied" if you completed it by hand`
}
