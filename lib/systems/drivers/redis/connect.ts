import { createClient } from 'redis'
import { TenureError } from '#lib/core/errors.ts'
import { type CallOptions, type Connection, type Login, parseSettings } from '#lib/systems/driver.ts'
import { RedisSettings } from './schemas.ts'

/** An answer of the server, as its protocol has it (RESP2). */
export type Reply = string | number | null | Reply[]
/** Sends one command. Commands that are sent without waiting for one another go out together. */
export type Send = (...command: string[]) => Promise<Reply>

export type RedisConnection = Connection & {
  kind: 'redis'
  settings: RedisSettings
  /** Runs `work` on a connection of its own, as Tenure or as the holder of a credential. An abort closes it. */
  withClient<T>(options: (CallOptions & { login?: Login }) | undefined, work: (send: Send) => Promise<T>): Promise<T>
}

/** Fails with `unavailable` when the caller stopped the call: what the server did by then is not known. */
export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new TenureError('unavailable', 'The call to Redis was stopped before it was done', { cause: signal.reason })
}

function clientFor(settings: RedisSettings, login: Login) {
  const { host, port, tls, caCertificate, connectTimeoutMs } = settings
  const socket = { host, port, connectTimeout: connectTimeoutMs, reconnectStrategy: false as const }
  return createClient({
    // The older protocol answers with plain lists, the same from every version
    RESP: 2,
    username: login.account,
    password: login.secret,
    // A lease may not be allowed to say what library it uses
    disableClientInfo: true,
    socket: tls === 'disable' ? socket : { ...socket, tls: true, rejectUnauthorized: tls === 'verify-full', ...(caCertificate ? { ca: caCertificate } : {}) },
  })
}

/** Waits for `work` for so long, and no longer than until `stopped` rejects. The library limits how long it takes to reach the server, not how long the server takes to answer. */
async function within<T>(ms: number, stopped: Promise<never>, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' })), ms)
  })
  try {
    return await Promise.race([work, late, stopped])
  } finally {
    clearTimeout(timer)
  }
}

/** A way to a Redis server with limits on everything that could wait; opens nothing until it is used. */
export function connectRedis(raw: unknown): RedisConnection {
  const settings = parseSettings(RedisSettings, raw)
  const own: Login = { account: settings.username, secret: settings.password }
  return {
    kind: 'redis',
    settings,
    async withClient(options, work) {
      const signal = options?.signal
      stopIfAborted(signal)
      const client = clientFor(settings, options?.login ?? own)
      // A connection that the server closes is told as an event; the command that waits fails and says so.
      client.on('error', () => {})
      let stop = () => {}
      const stopped = new Promise<never>((_, reject) => {
        stop = () => reject(new Error('stopped'))
      })
      // Nobody may be waiting for it when it comes
      stopped.catch(() => {})
      signal?.addEventListener('abort', stop, { once: true })
      try {
        await within(settings.connectTimeoutMs + settings.commandTimeoutMs, stopped, client.connect())
        return await work((...command) => within(settings.commandTimeoutMs, stopped, client.sendCommand<Reply>(command)))
      } catch (error) {
        stopIfAborted(signal)
        throw error
      } finally {
        signal?.removeEventListener('abort', stop)
        if (client.isOpen) client.destroy()
      }
    },
    close: async () => {},
  }
}
