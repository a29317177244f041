import https from 'node:https'
import type { IncomingMessage } from 'node:http'
import { TenureError } from '#lib/core/errors.ts'
import { type CallOptions, type Connection, parseSettings } from '#lib/systems/driver.ts'
import { kubernetesError, refusal } from './errors.ts'
import { KubernetesSettings } from './settings.ts'

const MOST_BYTES = 128 * 1024 * 1024
const CONNECTIONS = 2

/** An answer of the API server; `at` is its clock. */
export type Answer = { body: unknown; at: Date }

export type KubernetesConnection = Connection & {
  kind: 'kubernetes_api'
  settings: KubernetesSettings
  /** GETs a path of the API. Throws `Gone` for 410, `unauthenticated` for 401, `forbidden` for 403, `unavailable` for whatever may pass. Redirects are not followed. */
  get(path: string, options?: CallOptions & { accept?: string }): Promise<Answer>
}

/** Fails with `unavailable` when the caller stopped the call. */
export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new TenureError('unavailable', 'The call to the API server was stopped before it was done', { cause: signal.reason })
}

/** A way to a cluster's API server, whose certificate must come from the given authority and no other; opens nothing until it is used. */
export function connectKubernetes(raw: unknown): KubernetesConnection {
  const settings = parseSettings(KubernetesSettings, raw)
  const { url, caCertificate: ca, token, clientCertificate: cert, clientKey: key, timeoutMs } = settings
  const agent = new https.Agent({ keepAlive: true, maxSockets: CONNECTIONS, minVersion: 'TLSv1.2', ca, ...(cert ? { cert, key } : {}) })
  const base = url.replace(/\/+$/, '')

  async function get(path: string, options: CallOptions & { accept?: string } = {}): Promise<Answer> {
    stopIfAborted(options.signal)
    const limit = AbortSignal.timeout(timeoutMs)
    const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit
    const headers = { accept: options.accept ?? 'application/json', 'user-agent': 'tenure', ...(token ? { authorization: `Bearer ${token}` } : {}) }
    try {
      const response = await respond(`${base}${path}`, { agent, headers, signal })
      const text = await readBody(response)
      const refused = refusal(response.statusCode ?? 0, path, text)
      if (refused) throw refused
      const at = new Date(response.headers.date ?? '')
      if (Number.isNaN(at.getTime())) throw new TenureError('unavailable', 'What answers there is no Kubernetes API server: it does not tell the time')
      return { body: JSON.parse(text), at }
    } catch (error) {
      stopIfAborted(options.signal)
      throw kubernetesError(error, [token, key])
    }
  }

  return { kind: 'kubernetes_api', settings, get, close: async () => agent.destroy() }
}

function respond(url: string, options: https.RequestOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    https.request(url, options, resolve).on('error', reject).end()
  })
}

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MOST_BYTES) throw new TenureError('unavailable', 'An answer of the API server has more than 128 MiB: choose fewer objects per request')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
