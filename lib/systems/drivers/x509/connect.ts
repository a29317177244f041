import { X509Certificate } from 'node:crypto'
import tls from 'node:tls'
import { TenureError } from '#lib/core/errors.ts'
import { type CallOptions, type Connection, parseSettings } from '#lib/systems/driver.ts'
import { networkReason, PlaceFailure } from '../each-place.ts'
import { type Endpoint, parseEndpoint, TlsEndpointsSettings } from './endpoints.ts'

const LONGEST_CHAIN = 20

/** What an endpoint showed: its chain from its own certificate upwards, and what speaks against trusting it. */
export type Shown = { endpoint: Endpoint; chain: X509Certificate[]; problems: string[]; protocol: string | null }

export type TlsConnection = Connection & {
  kind: 'tls_endpoints'
  settings: TlsEndpointsSettings
  endpoints: readonly Endpoint[]
  /** Shakes hands with an endpoint, notes what it shows and hangs up; nothing is sent besides. Throws `PlaceFailure` with the reason. */
  look(endpoint: Endpoint, options?: CallOptions): Promise<Shown>
}

/** A way to look at the certificates of endpoints; opens nothing until it is used. */
export function connectTlsEndpoints(raw: unknown): TlsConnection {
  const settings = parseSettings(TlsEndpointsSettings, raw)
  const endpoints = settings.endpoints.flatMap((text) => parseEndpoint(text) ?? [])
  const ca = settings.caCertificate === '' ? undefined : [...tls.rootCertificates, settings.caCertificate]
  const context = contextOf(ca)

  async function look(endpoint: Endpoint, options: CallOptions = {}): Promise<Shown> {
    const limit = AbortSignal.timeout(settings.timeoutMs)
    const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit
    try {
      return await shakeHands(endpoint, context, signal)
    } catch (error) {
      throw new PlaceFailure(`${endpoint.key}: ${reasonOf(error)}`)
    }
  }
  return { kind: 'tls_endpoints', settings, endpoints, look, close: async () => {} }
}

/** Old protocols and weak keys are let in here and nowhere else: to be told, a certificate must first be seen. */
function contextOf(ca: string[] | undefined): tls.SecureContext {
  try {
    return tls.createSecureContext({ minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0', ...(ca ? { ca } : {}) })
  } catch (error) {
    const fields = { caCertificate: 'Paste certificates as PEM' }
    throw new TenureError('invalid', 'The connection settings are not complete: correct the marked fields', { cause: error, fields })
  }
}

function shakeHands(endpoint: Endpoint, secureContext: tls.SecureContext, signal: AbortSignal): Promise<Shown> {
  return new Promise((resolve, reject) => {
    const { address: host, port, name } = endpoint
    const socket = tls.connect({ host, port, secureContext, rejectUnauthorized: false, ...(name === null ? {} : { servername: name }) })
    const stop = () => socket.destroy(signal.reason instanceof Error ? signal.reason : new Error('stopped'))
    signal.addEventListener('abort', stop, { once: true })
    socket.on('error', reject)
    socket.once('close', () => {
      signal.removeEventListener('abort', stop)
      reject(new Error('the connection was cut'))
    })
    socket.once('secureConnect', () => {
      try {
        resolve({ endpoint, chain: chainOf(socket), problems: problemsOf(socket, endpoint), protocol: socket.getProtocol() })
      } catch (error) {
        reject(error)
      }
      socket.destroy()
    })
  })
}

function chainOf(socket: tls.TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = []
  const seen = new Set<string>()
  let shown: tls.DetailedPeerCertificate | undefined = socket.getPeerCertificate(true)
  while (shown?.raw && !seen.has(shown.fingerprint256) && chain.length < LONGEST_CHAIN) {
    seen.add(shown.fingerprint256)
    chain.push(new X509Certificate(shown.raw))
    shown = shown.issuerCertificate
  }
  if (chain.length === 0) throw new Error('it shows no certificate')
  return chain
}

/** What a client that trusts the known authorities would object to (RFC 5280 §6, RFC 9525 §6). */
function problemsOf(socket: tls.TLSSocket, { name, address }: Endpoint): string[] {
  const error: unknown = socket.authorizationError
  const code = error instanceof Error ? ('code' in error ? String(error.code) : error.message) : typeof error === 'string' ? error : null
  const mismatch = tls.checkServerIdentity(name ?? address, socket.getPeerCertificate(true)) ? ['ERR_TLS_CERT_ALTNAME_INVALID'] : []
  return [...new Set([...(code === null ? [] : [code.slice(0, 200)]), ...mismatch])]
}

function reasonOf(error: unknown): string {
  const known = networkReason(error)
  if (known) return known
  const { code, message } = error instanceof Error ? (error as { code?: unknown; message: string }) : { code: null, message: 'it could not be read' }
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') return 'it does not speak TLS'
  if (typeof code === 'string' && /ALERT|HANDSHAKE/.test(code)) return 'it breaks the handshake off: it may ask for a client certificate, or for a name (#name)'
  return message.toWellFormed().replaceAll('\u0000', '').slice(0, 300)
}
