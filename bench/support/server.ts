import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { createDb } from '#lib/db/client.ts'
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '#lib/db/embedded-postgres.ts'
import { migrateDeploy } from '#lib/db/migrate-deploy.ts'
import { createPool } from '#lib/db/pool.ts'

/** A PostgreSQL of the benchmark's own, durable as in production, with a migrated database of ours on it. */
export async function benchServer() {
  const directory = mkdtempSync(path.join(tmpdir(), 'tenure-bench-'))
  const server = await startEmbeddedPostgres({ directory, settings: { max_connections: '200', random_page_cost: '1.1' } })
  const url = server.url('tenure_bench')
  const admin = new pg.Client({ connectionString: server.url('postgres') })
  await admin.connect()
  await admin.query('CREATE DATABASE tenure_bench')
  await admin.end()
  await migrateDeploy(url)
  const db = createDb(url, { connections: 20 })
  const pool = createPool(url, { connections: 40 })
  return {
    port: server.port,
    url: (database: string) => server.url(database),
    db,
    pool,
    async stop() {
      await Promise.allSettled([db.$disconnect(), pool.end()])
      await removeEmbeddedPostgres(directory)
    },
  }
}
