import pg from 'pg'

export type Pool = pg.Pool
export type Connection = pg.PoolClient

/** A plain connection pool beside the client, for what the client cannot do: COPY, cursors, LISTEN, session-level locks. */
export function createPool(url: string, options: { connections?: number } = {}): Pool {
  const pool = new pg.Pool({ connectionString: url, max: options.connections ?? 4, application_name: 'tenure' })
  // An idle connection that breaks is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => {})
  return pool
}

/** Lends one connection to `work`. A connection on which `work` failed is closed, not handed on with its state. */
export async function withConnection<T>(pool: Pool, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await pool.connect()
  try {
    const result = await work(connection)
    connection.release()
    return result
  } catch (error) {
    connection.release(true)
    throw error
  }
}

let cursors = 0

/**
 * The rows of a statement through a cursor of the open transaction, `batch` at a time, without holding them all. Each batch is a statement of its own,
 * so that a connection that dies ends the reading instead of leaving it to wait for ever.
 */
export async function* streamRows<Row>(connection: Connection, text: string, values: unknown[] = [], batch = 1_000): AsyncGenerator<Row> {
  const cursor = `rows_${++cursors}`
  await connection.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${text}`, values)
  for (;;) {
    const { rows } = await connection.query(`FETCH ${batch} FROM ${cursor}`)
    yield* rows as Row[]
    if (rows.length < batch) break
  }
  await connection.query(`CLOSE ${cursor}`)
}

/**
 * Runs `work` while this process alone holds the lock of that name; answers null at once when another holds it.
 * The lock belongs to the connection, so the death of the process frees it.
 */
export async function withLock<T>(pool: Pool, name: string, work: () => Promise<T>): Promise<T | null> {
  return withConnection(pool, async (connection) => {
    const { rows } = await connection.query<{ held: boolean }>('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held', [name])
    if (!rows[0]?.held) return null
    try {
      return await work()
    } finally {
      await connection.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name])
    }
  })
}
