import pg from 'pg'
import type { CallOptions, Login, ProbeResult } from '#lib/systems/driver.ts'
import { type PostgresqlConnection, stopIfAborted } from './connect.ts'
import { scrub } from '../scrub.ts'
import { codeOf, postgresqlError } from './errors.ts'

/**
 * The server's own "this credential is dead": 28P01 from its password check (wrong password, expired, no such role all look alike), or the refusal of a role
 * that may not log in or is gone, after another method let it through. Told by SQLSTATE and the server's function, which no translation changes.
 * A pooler's or firewall's answer lacks the function; 28000 from elsewhere is "no pg_hba.conf entry". Neither says anything about the credential.
 */
function isOwnRefusal(error: unknown): error is pg.DatabaseError {
  if (!(error instanceof pg.DatabaseError)) return false
  return (error.code === '28P01' && error.routine === 'auth_failed') || (error.code === '28000' && error.routine === 'InitializeSessionUserId')
}

/**
 * One login with the credential, on a connection of its own. After a refusal Tenure logs in itself, the same way and freshly: only when that works does the refusal
 * speak about the credential and not about a server that refuses everybody. Throws only when stopped.
 */
export async function probe(connection: PostgresqlConnection, login: Login, options?: CallOptions): Promise<ProbeResult> {
  try {
    await connection.withFreshClient({ ...options, login }, (client) => client.query('SELECT session_user'))
    return { outcome: 'accepted', reason: 'The server accepted the login', code: null }
  } catch (error) {
    stopIfAborted(options?.signal)
    const code = codeOf(error)
    const said = scrub(error instanceof Error ? error.message : String(error), [login.secret])
    if (!isOwnRefusal(error)) return { outcome: 'inconclusive', reason: `No answer about the credential: ${said}`, code }
    try {
      await connection.withFreshClient(options, (client) => client.query('SELECT session_user'))
    } catch (failure) {
      stopIfAborted(options?.signal)
      const problem = postgresqlError(failure, "log in with Tenure's own account", [connection.settings.password])
      return { outcome: 'inconclusive', reason: `The server refused the credential, but ${problem.message}`, code }
    }
    return { outcome: 'refused', reason: said, code }
  }
}
