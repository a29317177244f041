import { ErrorReply } from 'redis'
import type { CallOptions, Login, ProbeResult } from '#lib/systems/driver.ts'
import { type RedisConnection, stopIfAborted } from './connect.ts'
import { scrub } from '../scrub.ts'
import { codeOf, redisError } from './errors.ts'

/** Nothing is asked but the login: a lease may not even be allowed to PING. */
const onlyLogIn = async () => {}

/**
 * One login with the credential, on a connection of its own. `WRONGPASS` is the server's own "wrong password, no such user, or switched off". After it Tenure logs in itself,
 * the same way and freshly: only when that works does the refusal speak about the credential and not about a server that refuses everybody. Throws only when stopped.
 */
export async function probe(connection: RedisConnection, login: Login, options?: CallOptions): Promise<ProbeResult> {
  try {
    await connection.withClient({ ...options, login }, onlyLogIn)
    return { outcome: 'accepted', reason: 'The server accepted the login', code: null }
  } catch (error) {
    stopIfAborted(options?.signal)
    const code = codeOf(error)
    const said = scrub(error instanceof Error ? error.message : String(error), [login.secret])
    if (!(error instanceof ErrorReply) || code !== 'WRONGPASS') return { outcome: 'inconclusive', reason: `No answer about the credential: ${said}`, code }
    try {
      await connection.withClient(options, onlyLogIn)
    } catch (failure) {
      stopIfAborted(options?.signal)
      const problem = redisError(failure, "log in with Tenure's own user", [connection.settings.password])
      return { outcome: 'inconclusive', reason: `The server refused the credential, but ${problem.message}`, code }
    }
    return { outcome: 'refused', reason: said, code }
  }
}
