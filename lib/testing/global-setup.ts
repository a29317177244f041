import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '#lib/db/embedded-postgres.ts'
import { openTestRun } from './test-run.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The server of this run (its database `postgres`), the database to clone, and what names of clones begin with. */
    testServer: { url: string; template: string; prefix: string }
  }
}

const ROOT = resolve(import.meta.dirname, '../..')
// The data of tests may go with the machine's power; nothing else is given up for speed. Plans are those of a disk without moving parts.
const FAST = { random_page_cost: '1.1', fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }

/** Before the first test file: one embedded PostgreSQL with a migrated template. Runs that go on at the same time share the server. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startEmbeddedPostgres({ directory: resolve(ROOT, '.tenure/test-pg'), settings: FAST })
  const prefix = `tenure_test_${randomBytes(4).toString('hex')}`
  const run = await openTestRun({ url: server.url, migrations: resolve(ROOT, 'prisma/migrations'), prefix })
  project.provide('testServer', { url: server.url('postgres'), template: run.template, prefix })
  return async () => {
    await run.close()
    await server.stop()
  }
}
