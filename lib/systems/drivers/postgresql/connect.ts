import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { TenureError } from '#lib/core/errors.ts'
import { type CallOptions, type Connection, type Login, parseSettings } from '#lib/systems/driver.ts'
import { PostgresqlSettings } from './schemas.ts'

/** How much longer the client waits than the server's own limit, before it takes the connection for dead. */
const GRACE_MS = 3_000
const IDLE_MS = 30_000
/** A reader of a cursor stores each batch before it asks for the next one. */
const IDLE_IN_TRANSACTION_MS = 300_000

export type PostgresqlConnection = Connection & {
  kind: 'postgresql'
  settings: PostgresqlSettings
  /** Runs `work` on a client of the pool. After a failure or an abort that client is closed, so that no half-done transaction is lent on. */
  withClient<T>(options: CallOptions | undefined, work: (client: pg.ClientBase) => Promise<T>): Promise<T>
  /** The same on a connection of its own: to another database, or as another account. */
  withFreshClient<T>(options: FreshOptions | undefined, work: (client: pg.ClientBase) => Promise<T>): Promise<T>
  /** The same for a reader that hands out what it reads: who opens it ends it. An abort ends it too. */
  open(options?: FreshOptions): Promise<{ client: pg.ClientBase; end(): Promise<void> }>
}

export type FreshOptions = CallOptions & { database?: string; login?: Login }

function clientConfig(settings: PostgresqlSettings) {
  const { host, port, tls, caCertificate } = settings
  return {
    host,
    port,
    // Set even when off: the library would otherwise read PGSSLMODE and friends from the environment.
    ssl: tls === 'disable' ? false : { rejectUnauthorized: tls === 'verify-full', ...(caCertificate ? { ca: caCertificate } : {}) },
    // Only the catalogue is on the path: an object that somebody planted in `public` is never found first (CVE-2018-1058).
    options: '-c search_path=pg_catalog',
    application_name: 'tenure',
    connectionTimeoutMillis: settings.connectTimeoutMs,
    statement_timeout: settings.statementTimeoutMs,
    query_timeout: settings.statementTimeoutMs + GRACE_MS,
    lock_timeout: settings.lockTimeoutMs,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
  }
}

/** Fails with `unavailable` when the caller stopped the call: what the server did by then is not known. */
export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new TenureError('unavailable', 'The call to PostgreSQL was stopped before it was done', { cause: signal.reason })
}

/** Runs `work`; on an abort it calls `stop` at once and fails as `stopIfAborted` says. */
async function stoppable<T>(signal: AbortSignal | undefined, stop: () => void, work: () => Promise<T>): Promise<T> {
  stopIfAborted(signal)
  signal?.addEventListener('abort', stop, { once: true })
  try {
    return await work()
  } catch (error) {
    stopIfAborted(signal)
    throw error
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}

/** Lets `width` callers in at a time; the others wait their turn without a time limit of their own. */
function gate(width: number) {
  const waiting: (() => void)[] = []
  let free = width
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}

// A lent client that the server closes between two statements reports it as an event; the next statement fails and says so.
const ignore = () => {}

/** A way to a PostgreSQL server with limits on everything that could wait; opens nothing until it is used. */
export function connectPostgresql(raw: unknown): PostgresqlConnection {
  const settings = parseSettings(PostgresqlSettings, raw)
  const { username: user, password, database, maxConnections } = settings
  const pool = new pg.Pool({ ...clientConfig(settings), user, password, database, max: maxConnections, idleTimeoutMillis: IDLE_MS, allowExitOnIdle: true })
  pool.on('error', ignore)
  const enter = gate(maxConnections)

  async function open(options?: FreshOptions) {
    stopIfAborted(options?.signal)
    const login = options?.login ? { user: options.login.account, password: options.login.secret } : { user, password }
    // A socket of ours, since the library cannot be stopped while it waits for the server's greeting.
    const socket = new net.Socket()
    const client = new pg.Client({ ...clientConfig(settings), ...login, database: options?.database ?? database, stream: () => socket })
    client.on('error', ignore)
    const stop = () => void socket.destroy(new Error('stopped'))
    options?.signal?.addEventListener('abort', stop, { once: true })
    const end = async () => {
      options?.signal?.removeEventListener('abort', stop)
      await Promise.race([client.end().catch(ignore), sleep(GRACE_MS, undefined, { ref: false })])
    }
    try {
      await client.connect()
      return { client, end }
    } catch (error) {
      await end()
      stopIfAborted(options?.signal)
      throw error
    }
  }

  return {
    kind: 'postgresql',
    settings,
    open,
    withClient: (options, work) =>
      enter(async () => {
        stopIfAborted(options?.signal)
        const client = await pool.connect()
        client.on('error', ignore)
        let held = true
        const release = (broken: boolean) => {
          if (!held) return
          held = false
          client.off('error', ignore)
          client.release(broken)
        }
        try {
          const result = await stoppable(
            options?.signal,
            () => release(true),
            () => work(client),
          )
          release(false)
          return result
        } finally {
          release(true)
        }
      }),
    async withFreshClient(options, work) {
      const { client, end } = await open(options)
      try {
        return await work(client)
      } catch (error) {
        stopIfAborted(options?.signal)
        throw error
      } finally {
        await end()
      }
    },
    close: () => pool.end(),
  }
}

/** One transaction: all of `work` or nothing of it. `begin` starts it, and may set it up or take a lock. */
export async function inTransaction<T>(client: pg.ClientBase, begin: string, work: () => Promise<T>): Promise<T> {
  try {
    await client.query(begin)
    const result = await work()
    await client.query('COMMIT')
    return result
  } catch (error) {
    // A connection that failed is closed by its lender, which ends the transaction too; to ask it once more would only wait once more.
    if (error instanceof pg.DatabaseError || error instanceof TenureError) await client.query('ROLLBACK').catch(ignore)
    throw error
  }
}
