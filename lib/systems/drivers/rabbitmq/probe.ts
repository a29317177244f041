import { connect } from 'amqplib'
import type { CallOptions, Login, ProbeResult } from '#lib/systems/driver.ts'
import { type RabbitmqConnection, tlsOptions } from './connect.ts'
import { scrub } from '../scrub.ts'
import { networkReason, stopIfAborted } from './errors.ts'

/** The server's answer to a wrong password, an unknown user and a user without password alike (AMQP 0-9-1 with `authentication_failure_close`). */
const REFUSED = /^Handshake terminated by server: 403 \(ACCESS-REFUSED\) with message "(.*)"$/s
/** The server closed at connection.open, which follows the authentication: a vhost that is not for this user, or a limit that is reached. */
const AUTHENTICATED = /^Expected ConnectionOpenOk; got <ConnectionClose /

type Answer = { accepted: boolean; said: string }

/** One login over AMQP. Throws when the server's answer says nothing about the credential. */
async function login(connection: RabbitmqConnection, { account, secret }: Login, signal: AbortSignal | undefined): Promise<Answer> {
  const { settings } = connection
  const secure = settings.tls !== 'disable'
  const place = { protocol: secure ? 'amqps' : 'amqp', hostname: settings.host, port: settings.amqpPort, username: account, password: secret, heartbeat: 10 }
  const socket = {
    timeout: settings.connectTimeoutMs,
    clientProperties: { connection_name: 'tenure' },
    ...(secure ? tlsOptions(settings) : {}),
    ...(signal ? { signal } : {}),
  }
  try {
    const session = await connect(place, socket)
    // A server that ends the session meanwhile has answered already.
    session.on('error', () => {})
    await session.close().catch(() => {})
    return { accepted: true, said: 'The server accepted the login' }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const refused = REFUSED.exec(message)
    if (refused) return { accepted: false, said: refused[1] ?? message }
    if (AUTHENTICATED.test(message)) return { accepted: true, said: 'The server accepted the login, but opened no vhost for it' }
    throw error
  }
}

/**
 * One login with the credential over AMQP. After a refusal Tenure logs in itself, the same way: only when that works does the refusal speak about
 * the credential, and not about a server that refuses everybody. Throws only when stopped.
 */
export async function probe(connection: RabbitmqConnection, credential: Login, options?: CallOptions): Promise<ProbeResult> {
  const { username, password } = connection.settings
  const secrets = [credential.secret, password]
  stopIfAborted(options?.signal)
  let first: Answer
  try {
    first = await login(connection, credential, options?.signal)
  } catch (error) {
    stopIfAborted(options?.signal)
    return { outcome: 'inconclusive', reason: `No answer about the credential: ${scrub(networkReason(error), secrets)}`, code: null }
  }
  if (first.accepted) return { outcome: 'accepted', reason: first.said, code: null }
  const code = '403 ACCESS_REFUSED'
  try {
    const own = await login(connection, { account: username, secret: password }, options?.signal)
    if (own.accepted) return { outcome: 'refused', reason: scrub(first.said, secrets), code }
    return { outcome: 'inconclusive', reason: "The server refused the credential, but Tenure's own account too", code }
  } catch (error) {
    stopIfAborted(options?.signal)
    return {
      outcome: 'inconclusive',
      reason: `The server refused the credential, but Tenure could not log in itself: ${scrub(networkReason(error), secrets)}`,
      code,
    }
  }
}
