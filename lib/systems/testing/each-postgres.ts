import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '#lib/db/embedded-postgres.ts'
import { startDebianPostgres } from '#lib/testing/debian-postgres.ts'
import type { PostgresServer } from './postgresql-target.ts'

export type PostgresStart = (settings?: Record<string, string>) => Promise<PostgresServer | null>

/** Servers of a test's own, since roles belong to a whole server: the newest PostgreSQL that we bring, and Debian's (null where it is not installed). */
export const eachPostgres: readonly [name: string, start: PostgresStart][] = [
  [
    'PostgreSQL 18 (embedded)',
    async (settings = {}) => {
      const directory = mkdtempSync(join(tmpdir(), 'tenure-driver-'))
      const server = await startEmbeddedPostgres({ directory, settings })
      return { port: server.port, url: server.url, stop: () => removeEmbeddedPostgres(directory) }
    },
  ],
  ['PostgreSQL 15 (Debian)', (settings = {}) => startDebianPostgres(settings)],
]
