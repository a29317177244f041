import http from 'node:http'
import https from 'node:https'
import { TenureError } from '#lib/core/errors.ts'
import { type CallOptions, type Connection, parseSettings } from '#lib/systems/driver.ts'
import { scrub } from '../scrub.ts'
import { refusal, stopIfAborted, unreachable } from './errors.ts'
import { RabbitmqSettings } from './schemas.ts'

/** Larger answers are refused: the lists of users and permissions come in one piece. */
const MOST_BYTES = 256 * 1024 * 1024

/** An answer of the management API. `at` is the server's clock, which it tells to the second. */
export type ApiAnswer = { status: number; body: unknown; at: Date }
export type ApiCall = CallOptions & { doing: string; body?: unknown; query?: Readonly<Record<string, string | number>> }

export type RabbitmqConnection = Connection & {
  kind: 'rabbitmq'
  settings: RabbitmqSettings
  /** One call of the management API; `path` in its parts, unescaped. An answer of 404 is an answer; every other refusal throws, with `doing` in the message. */
  call(method: 'GET' | 'PUT' | 'DELETE', path: readonly string[], options: ApiCall): Promise<ApiAnswer>
}

/** The TLS settings of both ports. */
export function tlsOptions({ tls, caCertificate }: RabbitmqSettings) {
  return { rejectUnauthorized: tls === 'verify-full', ...(caCertificate ? { ca: caCertificate } : {}) }
}

/** The path of a call. Names of dots alone throw (`conflict`): the server reads them as steps in the path, whatever their escape. */
function pathOf(parts: readonly string[], query: Readonly<Record<string, string | number>>): string {
  const dots = parts.find((part) => /^\.{1,2}$/.test(part))
  if (dots !== undefined) throw new TenureError('conflict', `The management API cannot address the name "${dots}": use rabbitmqctl for it`)
  const search = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)])).toString()
  return `/api/${parts.map((part) => encodeURIComponent(part.toWellFormed())).join('/')}${search === '' ? '' : `?${search}`}`
}

/** What an answer says when it refuses, shortened. */
function reasonIn(text: string): string {
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed === 'object' && parsed !== null && 'reason' in parsed && typeof parsed.reason === 'string') return parsed.reason.slice(0, 300)
  } catch {
    // Not JSON: a proxy answers, or the server in words
  }
  return text.trim().slice(0, 300) || 'no reason'
}

/** A way to a RabbitMQ server with limits on everything that could wait; opens nothing until it is used. Redirects are not followed: they would carry the password away. */
export function connectRabbitmq(raw: unknown): RabbitmqConnection {
  const settings = parseSettings(RabbitmqSettings, raw)
  const { host, port, username, password, requestTimeoutMs, connectTimeoutMs } = settings
  const secure = settings.tls !== 'disable'
  const agent = secure ? new https.Agent({ keepAlive: true, maxSockets: 4, ...tlsOptions(settings) }) : new http.Agent({ keepAlive: true, maxSockets: 4 })
  const headers = { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` }

  function send(
    method: string,
    path: string,
    payload: string | null,
    signal: AbortSignal,
  ): Promise<{ status: number; text: string; date: string | undefined }> {
    return new Promise((resolve, reject) => {
      const more = payload === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }
      const request = (secure ? https : http).request({ host, port, method, path, agent, signal, headers: { ...headers, ...more } }, (response) => {
        clearTimeout(tooLong)
        const chunks: Buffer[] = []
        let size = 0
        response.on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size > MOST_BYTES) response.destroy(new Error('its answer is too large'))
          chunks.push(chunk)
        })
        response.once('error', reject)
        response.once('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8'), date: response.headers.date }))
      })
      const timeout = () => request.destroy(Object.assign(new Error('it did not answer in time'), { code: 'ETIMEDOUT' }))
      let tooLong = setTimeout(timeout, connectTimeoutMs)
      request.once('socket', (socket) => {
        const connected = () => {
          clearTimeout(tooLong)
          tooLong = setTimeout(timeout, requestTimeoutMs)
        }
        if (socket.connecting) socket.once('connect', connected)
        else connected()
      })
      request.once('close', () => clearTimeout(tooLong))
      request.once('error', reject)
      request.end(payload ?? undefined)
    })
  }

  return {
    kind: 'rabbitmq',
    settings,
    async call(method, path, { doing, body, query = {}, signal }) {
      stopIfAborted(signal)
      const target = pathOf(path, query)
      try {
        const limit = AbortSignal.timeout(connectTimeoutMs + 2 * requestTimeoutMs)
        const answer = await send(method, target, body === undefined ? null : JSON.stringify(body), signal ? AbortSignal.any([signal, limit]) : limit)
        if (answer.status !== 404 && (answer.status < 200 || answer.status > 299)) throw refusal(answer.status, scrub(reasonIn(answer.text), [password]), doing)
        const at = new Date(answer.date ?? Number.NaN)
        if (Number.isNaN(at.getTime()))
          throw new TenureError('unavailable', 'The management API does not tell its time: a proxy in between takes the Date header away')
        return {
          status: answer.status,
          body: answer.text === '' || answer.status === 404 ? null : JSON.parse(answer.text),
          at,
        }
      } catch (error) {
        stopIfAborted(signal)
        throw unreachable(error, doing, [password])
      }
    },
    close: async () => agent.destroy(),
  }
}
