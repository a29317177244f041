import { userInfo } from 'node:os'
import type { Context } from '#lib/command/context.ts'
import { configPart } from '#lib/config/config.ts'
import { TenureError } from '#lib/core/errors.ts'
import { createDb } from '#lib/db/client.ts'
import { createPool, type Pool } from '#lib/db/pool.ts'
import { createConnections } from '#lib/jobs/connections.ts'
import type { WorkerContext } from '#lib/jobs/worker-context.ts'

/** What a command works with: calls in the name of whoever runs it, and a worker in this process. */
export type Session = { context(): Context; worker: WorkerContext }

/**
 * Runs `work` with a database of its own, and closes it. Whoever has the database's address and the encryption keys may do here what an admin may;
 * the audit log names their account on this machine. Throws ConfigProblem, and `unavailable` for a database that does not answer.
 */
export async function withSession<T>(work: (session: Session) => Promise<T>): Promise<T> {
  const { DATABASE_URL, TENURE_ENCRYPTION_KEYS: keyring } = configPart('DATABASE_URL', 'TENURE_ENCRYPTION_KEYS')
  const db = createDb(DATABASE_URL, { connections: 4 })
  const pool = createPool(DATABASE_URL, { connections: 6 })
  const connections = createConnections()
  const { username } = userInfo()
  const context = (): Context => ({
    db,
    pool,
    keyring,
    now: new Date(),
    requestId: null,
    actor: { kind: 'user', userId: `cli:${username}`, name: `${username} (command line)`, roles: ['admin'] },
  })
  const worker: WorkerContext = { db, pool, keyring, clock: () => new Date(), connections, log: { info: () => {}, warn: () => {}, error: complain } }
  try {
    await assertReachable(pool)
    return await work({ context, worker })
  } finally {
    await connections.close()
    await Promise.allSettled([db.$disconnect(), pool.end()])
  }
}

async function assertReachable(pool: Pool): Promise<void> {
  try {
    await pool.query('SELECT 1 FROM system LIMIT 1')
  } catch (cause) {
    throw new TenureError(
      'unavailable',
      `The database of DATABASE_URL cannot be used: ${cause instanceof Error ? cause.message || cause.name : String(cause)}. Is it up, and migrated (tenure migrate)?`,
      { cause },
    )
  }
}

function complain(fields: object, message: string): void {
  const cause = 'err' in fields && fields.err instanceof Error ? `\n${fields.err.stack}` : ''
  process.stderr.write(`${message}${cause}\n`)
}
