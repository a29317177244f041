import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bringUp } from '#lib/db/embedded/bring-up.ts'
import { type Cluster, initialise, stopServer, SUPERUSER } from '#lib/db/embedded/cluster.ts'
import { freePort } from '#lib/db/embedded/ports.ts'
import { serverUser } from '#lib/db/embedded/server-user.ts'
import { skipMissing } from './debian-server.ts'

const DEBIAN = '/usr/lib/postgresql'

export type DebianPostgres = {
  /** The major version, such as 15. */
  version: number
  port: number
  /** The address of one of its databases, for the superuser `tenure`. */
  url(database: string): string
  /** Stops the server and deletes its data. */
  stop(): Promise<void>
}

/**
 * Starts a new server of the newest PostgreSQL that Debian's packages installed here, on a free port of loopback with
 * its data in a temporary directory. Null where none is installed, after one line that says so; an error there when
 * CI is set, because a skipped test is no proof.
 */
export async function startDebianPostgres(settings: Record<string, string> = {}, installed = DEBIAN): Promise<DebianPostgres | null> {
  const version = newestIn(installed)
  if (version === null) return skipMissing('PostgreSQL server', 'postgresql')
  const directory = mkdtempSync(join(tmpdir(), 'tenure-debian-postgres-'))
  // The server's user gets through it, and may own nothing but the home
  chmodSync(directory, 0o755)
  const cluster: Cluster = { bin: join(installed, String(version), 'bin'), home: join(directory, 'server'), user: serverUser(join(directory, 'server/data')) }
  const password = randomBytes(18).toString('base64url')
  const urlOf = (port: number, database: string) => `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`
  await initialise(cluster, password, ['--locale=C.UTF-8', '--no-sync'])
  const { port } = await bringUp(cluster, { port: await freePort(), settings, urlOf: (actual) => urlOf(actual, 'postgres') })
  return {
    version,
    port,
    url: (database) => urlOf(port, database),
    async stop() {
      await stopServer(cluster)
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function newestIn(installed: string): number | null {
  if (!existsSync(installed)) return null
  const versions = readdirSync(installed)
    .filter((version) => existsSync(join(installed, version, 'bin/initdb')))
    .map(Number)
  return versions.length > 0 ? Math.max(...versions) : null
}
