import type { CallOptions, Login, ProbeResult } from '#lib/systems/driver.ts'
import { type MariadbConnection, stopIfAborted } from './connect.ts'
import { scrub } from '../scrub.ts'
import { codeOf, isServerError, mariadbError } from './errors.ts'

/** The server's own "this credential is dead": access denied (with a wrong password or without such an account), and a locked account. */
const REFUSALS: ReadonlySet<number> = new Set([1045, 1698, 4151])

/**
 * One login with the credential, on a connection of its own. After a refusal Tenure logs in itself, the same way and freshly: only when that works does the refusal
 * speak about the credential and not about a server that refuses everybody. Throws only when stopped.
 */
export async function probe(connection: MariadbConnection, login: Login, options?: CallOptions): Promise<ProbeResult> {
  try {
    await connection.withFreshClient({ ...options, login }, (client) => client.rows('SELECT 1'))
    return { outcome: 'accepted', reason: 'The server accepted the login', code: null }
  } catch (error) {
    stopIfAborted(options?.signal)
    const code = codeOf(error)
    const said = scrub(error instanceof Error ? error.message : String(error), [login.secret])
    if (!isServerError(error) || !REFUSALS.has(error.errno)) return { outcome: 'inconclusive', reason: `No answer about the credential: ${said}`, code }
    try {
      await connection.withFreshClient(options, (client) => client.rows('SELECT 1'))
    } catch (failure) {
      stopIfAborted(options?.signal)
      const problem = mariadbError(failure, "log in with Tenure's own account", [connection.settings.password])
      return { outcome: 'inconclusive', reason: `The server refused the credential, but ${problem.message}`, code }
    }
    return { outcome: 'refused', reason: said, code }
  }
}
