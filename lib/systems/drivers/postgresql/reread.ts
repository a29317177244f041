import type pg from 'pg'
import type { AccountFacts, CallOptions, LeaseAccount } from '#lib/systems/driver.ts'
import { assertNamedForLease, markOf } from './account.ts'
import type { PostgresqlConnection } from './connect.ts'
import { postgresqlError } from './errors.ts'

/**
 * Sessions of the account. A dropped role's sessions live on without a name, so they are found by its oid ($2); when that is not known,
 * every session whose role is gone could be one of them, and counts ($1 is the role's name).
 */
const SESSIONS = `
SELECT a.pid FROM pg_stat_activity a
 WHERE a.usesysid = (SELECT oid FROM pg_roles WHERE rolname = $1) OR a.usesysid = $2::oid
    OR ($2::oid IS NULL AND NOT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AND a.usesysid IS NOT NULL AND NOT EXISTS (SELECT FROM pg_roles r WHERE r.oid = a.usesysid))`

const FACTS = `
SELECT clock_timestamp() AS target_time, r.oid::text, coalesce(r.rolcanlogin, false) AS can_login, CASE WHEN isfinite(r.rolvaliduntil) THEN r.rolvaliduntil END AS valid_until,
       shobj_description(r.oid, 'pg_authid') AS mark, (SELECT count(*)::int FROM (${SESSIONS}) AS s) AS sessions,
       coalesce((SELECT array_agg(DISTINCT g.rolname::text ORDER BY g.rolname::text) FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = r.oid), '{}') AS member_of
  FROM (SELECT) AS one LEFT JOIN pg_roles r ON r.rolname = $1`

type FactsRow = {
  target_time: Date
  oid: string | null
  can_login: boolean
  valid_until: Date | null
  mark: string | null
  sessions: number
  member_of: string[]
}

/** The pids of what could be the account's sessions; never of Tenure's own. */
export async function sessionsOf(client: pg.ClientBase, account: LeaseAccount): Promise<number[]> {
  const { rows } = await client.query<{ pid: number }>(SESSIONS, [account.account, account.nativeId])
  return rows.map((row) => row.pid)
}

/** The account as the server shows it now. An account of this name that Tenure did not make is told as `exists` without `ours`. */
export async function reread(connection: PostgresqlConnection, account: LeaseAccount, options?: CallOptions): Promise<AccountFacts> {
  assertNamedForLease(account)
  try {
    const { rows } = await connection.withClient(options, (client) => client.query<FactsRow>(FACTS, [account.account, account.nativeId]))
    const row = rows[0]
    if (!row) throw new Error('the server gave no answer')
    return {
      exists: row.oid !== null,
      ours: row.mark === markOf(account.leaseId),
      nativeId: row.oid ?? account.nativeId,
      canLogin: row.can_login,
      validUntil: row.valid_until,
      memberOf: row.member_of,
      sessions: row.sessions,
      targetTime: row.target_time,
    }
  } catch (error) {
    throw postgresqlError(error, 'reread the account')
  }
}
