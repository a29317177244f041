import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { TenureError } from '#lib/core/errors.ts'
import { endOfLog, findPostmaster, startServer, type Cluster } from './cluster.ts'
import { freePort } from './ports.ts'

const PATIENCE_MS = 90_000
const RETRY_MS = 100
// A process with the id of the server that stays silent this long is a stranger that got the id of a dead one
const SILENCE_MS = 30_000
// More than one attempt, because the port can be taken between the question and the start
const STARTS = 4
const WRONG_PASSWORD = '28P01'

export type BringUp = { port: number; settings: Record<string, string>; urlOf(port: number): string }

/**
 * Brings the server up from whatever state it is in: stopped, starting, stopping, killed and not yet reaped, or with
 * its port taken by another program. Only an answered query counts. Returns its port, and whether this call started it.
 */
export async function bringUp(cluster: Cluster, { port, settings, urlOf }: BringUp): Promise<{ port: number; started: boolean }> {
  const begin = performance.now()
  let starts = 0
  let obstacle: unknown
  while (starts < STARTS && performance.now() - begin < PATIENCE_MS) {
    const postmaster = findPostmaster(cluster)
    try {
      if (!postmaster || performance.now() - begin > SILENCE_MS) {
        starts += 1
        port = await freePort(port)
        await startServer(cluster, port, settings)
      }
      const actual = findPostmaster(cluster)?.port ?? port
      await ask(urlOf(actual))
      return { port: actual, started: starts > 0 }
    } catch (error) {
      obstacle = error
      if (error instanceof pg.DatabaseError && error.code === WRONG_PASSWORD) break
      await setTimeout(RETRY_MS)
    }
  }
  throw new TenureError('unavailable', `PostgreSQL does not start: ${messageOf(obstacle)}\n${endOfLog(cluster)}`.trimEnd(), { cause: obstacle })
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

async function ask(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('SELECT 1')
  } finally {
    await client.end().catch(() => {})
  }
}
