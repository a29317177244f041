import net from 'node:net'
import mysql from 'mysql2/promise'
import { TenureError } from '#lib/core/errors.ts'
import { type CallOptions, type Connection, type Login, parseSettings } from '#lib/systems/driver.ts'
import { MariadbSettings } from './schemas.ts'

/** How much longer the client waits than the server's own limit, before it takes the connection for dead. */
const GRACE_MS = 3_000
/** Idle connections are given back well before a firewall forgets them. */
const IDLE_MS = 30_000

export type Value = string | number | null
export type Row = Readonly<Record<string, Value>>
/** One connection to the server. `rows` gives the first result of a statement or a call. */
export type Client = { rows(sql: string, values?: readonly Value[]): Promise<Row[]> }

export type MariadbConnection = Connection & {
  kind: 'mariadb'
  settings: MariadbSettings
  /** Runs `work` on a connection that is kept for the next call. After a failure or an abort it is closed, so that no lock and no half-done work is lent on. */
  withClient<T>(options: CallOptions | undefined, work: (client: Client) => Promise<T>): Promise<T>
  /** The same on a connection of its own, as Tenure or as the holder of a credential. */
  withFreshClient<T>(options: (CallOptions & { login?: Login }) | undefined, work: (client: Client) => Promise<T>): Promise<T>
}

type Lent = { client: Client; end(): Promise<void>; destroy(): void; broken: boolean; timer?: NodeJS.Timeout }

/** Fails with `unavailable` when the caller stopped the call: what the server did by then is not known. */
export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new TenureError('unavailable', 'The call to MariaDB was stopped before it was done', { cause: signal.reason })
}

/** Waits for `work`, but not longer than until the abort; what comes of it then is given to `late`. */
async function stoppable<T>(signal: AbortSignal | undefined, work: Promise<T>, late: (result: T) => void): Promise<T> {
  if (!signal) return work
  let stop = () => {}
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(new Error('stopped'))
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work, stopped])
  } catch (error) {
    if (signal.aborted) work.then(late, () => {})
    stopIfAborted(signal)
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

async function openClient(settings: MariadbSettings, login: Login): Promise<Lent> {
  const { host, port, tls, caCertificate, connectTimeoutMs, statementTimeoutMs, lockTimeoutMs } = settings
  const connection = await mysql.createConnection({
    host,
    port,
    user: login.account,
    password: login.secret,
    connectTimeout: connectTimeoutMs,
    ...(tls === 'disable'
      ? {}
      : { ssl: { rejectUnauthorized: tls === 'verify-full', verifyIdentity: tls === 'verify-full', ...(caCertificate ? { ca: caCertificate } : {}) } }),
    charset: 'utf8mb4_bin',
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    multipleStatements: false,
    // A server may ask for a local file in place of an answer; nothing here ever sends one.
    flags: ['-LOCAL_FILES'],
    enableKeepAlive: true,
  })
  const lent: Lent = {
    broken: false,
    client: {
      async rows(sql, values = []) {
        const [result] = await connection.query({ sql, values: [...values], timeout: statementTimeoutMs + GRACE_MS })
        return rowsOf(result)
      },
    },
    end: () => connection.end().catch(() => connection.destroy()),
    destroy: () => connection.destroy(),
  }
  // The library reports a connection that the server closes between two statements as an event; the next statement fails and says so.
  connection.on('error', () => {
    lent.broken = true
  })
  try {
    await lent.client.rows(
      `SET SESSION max_statement_time = ?, lock_wait_timeout = ?, time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'`,
      [statementTimeoutMs / 1_000, Math.ceil(lockTimeoutMs / 1_000)],
    )
  } catch (error) {
    lent.destroy()
    throw error
  }
  return lent
}

/** The rows of a query, or of a call's first result; a statement that gives none has none. The library types them as anything: the settings above make each value one of `Value`. */
function rowsOf(result: unknown): Row[] {
  if (!Array.isArray(result)) return []
  const first: unknown = result[0]
  return (Array.isArray(first) ? first : result) as Row[]
}

/** Lets `width` callers in at a time; the others wait their turn. */
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

/** A way to a MariaDB server with limits on everything that could wait; opens nothing until it is used. */
export function connectMariadb(raw: unknown): MariadbConnection {
  const settings = parseSettings(MariadbSettings, raw)
  // For an address the library would compare the certificate with "localhost"
  if (settings.tls === 'verify-full' && net.isIP(settings.host) !== 0) {
    const host = 'With TLS "verify-full" enter the name that stands in the server\'s certificate, not an address'
    throw new TenureError('invalid', 'The connection settings are not complete: correct the marked fields', { fields: { host } })
  }
  const own: Login = { account: settings.username, secret: settings.password }
  const enter = gate(settings.maxConnections)
  const idle: Lent[] = []

  async function lend(signal: AbortSignal | undefined, login: Login): Promise<Lent> {
    stopIfAborted(signal)
    return stoppable(signal, openClient(settings, login), (late) => late.destroy())
  }

  async function use<T>(signal: AbortSignal | undefined, lent: Lent, work: (client: Client) => Promise<T>): Promise<T> {
    const working = work(lent.client)
    try {
      return await stoppable(signal, working, () => {})
    } catch (error) {
      lent.broken = true
      lent.destroy()
      throw error
    }
  }

  function takeIdle(): Lent | undefined {
    for (;;) {
      const lent = idle.pop()
      if (!lent) return undefined
      clearTimeout(lent.timer)
      if (!lent.broken) return lent
    }
  }

  function keep(lent: Lent): void {
    idle.push(lent)
    lent.timer = setTimeout(() => {
      idle.splice(idle.indexOf(lent), 1)
      void lent.end()
    }, IDLE_MS)
    lent.timer.unref()
  }

  return {
    kind: 'mariadb',
    settings,
    withClient: (options, work) =>
      enter(async () => {
        stopIfAborted(options?.signal)
        const lent = takeIdle() ?? (await lend(options?.signal, own))
        const result = await use(options?.signal, lent, work)
        keep(lent)
        return result
      }),
    async withFreshClient(options, work) {
      const lent = await lend(options?.signal, options?.login ?? own)
      const result = await use(options?.signal, lent, work)
      await lent.end()
      return result
    },
    async close() {
      for (let lent = takeIdle(); lent; lent = takeIdle()) await lent.end()
    },
  }
}
