import type { PgBoss } from 'pg-boss'
import type { Pool } from '#lib/db/pool.ts'
import { withConnection } from '#lib/db/pool.ts'

const BATCH = 200
type Order = { job: string; data: object; start_after: Date | null }

/** Moves committed job orders from the outbox into the queue, in one transaction: each order becomes exactly one job. Answers how many were moved. */
export async function relayOutbox(pool: Pool, boss: PgBoss): Promise<number> {
  return withConnection(pool, async (connection) => {
    await connection.query('BEGIN')
    const { rows } = await connection.query<Order>(
      'DELETE FROM outbox WHERE seq IN (SELECT seq FROM outbox ORDER BY seq LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING job, data, start_after',
      [BATCH],
    )
    const db = { executeSql: (text: string, values?: unknown[]) => connection.query(text, values) }
    for (const { job, data, start_after: startAfter } of rows) await boss.send(job, data, { db, ...(startAfter ? { startAfter } : {}) })
    await connection.query('COMMIT')
    return rows.length
  })
}
