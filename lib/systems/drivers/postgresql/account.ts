import type pg from 'pg'
import { escapeIdentifier, escapeLiteral } from 'pg'
import { TenureError } from '#lib/core/errors.ts'
import { LeaseId } from '#lib/core/ids.ts'

const PREFIX = 'tenure_'
/** The role of a lease: `tenure_lse_…`, 37 bytes of the 63 that PostgreSQL allows. */
export function accountName(leaseId: LeaseId): string {
  return `${PREFIX}${leaseId}`
}

/** The lease that a role's name belongs to, or null when it does not bear our mark. */
export function leaseOf(roleName: string): LeaseId | null {
  const parsed = LeaseId.safeParse(roleName.startsWith(PREFIX) ? roleName.slice(PREFIX.length) : '')
  return parsed.success ? parsed.data : null
}

/** The comment on the role, written in the transaction that makes it: a role that somebody else gave such a name does not have it. */
export function markOf(leaseId: LeaseId): string {
  return `Minted by Tenure for lease ${leaseId}. Do not alter: Tenure removes it.`
}

/** Refuses (`conflict`) to touch anything that is not this lease's own account by name, before the server is asked. */
export function assertNamedForLease(account: { leaseId: LeaseId; account: string }): void {
  if (account.account !== accountName(account.leaseId))
    throw new TenureError('conflict', `The role "${account.account}" is not the account of this lease: Tenure does not touch it`)
}

/** One minter or revoker of an account at a time, in any process: the lock ends with the transaction that this begins. */
export function beginFor(account: string): string {
  return `BEGIN; SELECT pg_advisory_xact_lock(hashtextextended(${escapeLiteral(account)}, 0))`
}

export type Role = { oid: string; canLogin: boolean; expired: boolean; elevated: boolean }
/** `at` is the server's clock, `version` its server_version_num. */
export type Look = { at: Date; version: number; role: Role | null }

type LookRow = { at: Date; version: number; oid: string | null; can_login: boolean; expired: boolean; elevated: boolean; mark: string | null }

/** The lease's account as it stands, by the server's clock; `conflict` when a role of that name exists without the mark of this lease. */
export async function lookAtAccount(client: pg.ClientBase, account: { leaseId: LeaseId; account: string }): Promise<Look> {
  assertNamedForLease(account)
  const { rows } = await client.query<LookRow>(
    `SELECT clock_timestamp() AS at, current_setting('server_version_num')::int AS version, r.oid::text, r.rolcanlogin AS can_login,
            coalesce(r.rolvaliduntil <= clock_timestamp(), false) AS expired,
            r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolbypassrls AS elevated, shobj_description(r.oid, 'pg_authid') AS mark
       FROM (SELECT) AS one LEFT JOIN pg_roles r ON r.rolname = $1`,
    [account.account],
  )
  const row = rows[0]
  if (!row) throw new TenureError('unavailable', 'The server did not say how the account stands')
  const { at, version, oid } = row
  if (oid === null) return { at, version, role: null }
  if (row.mark !== markOf(account.leaseId))
    throw new TenureError('conflict', `The role "${account.account}" exists, but not as Tenure made it: Tenure does not touch it, a person must look at it`)
  return { at, version, role: { oid, canLogin: row.can_login, expired: row.expired, elevated: row.elevated } }
}

/**
 * Runs `work` with the rights of `roles`, inside the open transaction: Tenure's account becomes a member of them, and is none again before anybody else could see it.
 * Needed for what only a member may do (end the account's sessions, hand over what it owns), and far less than a standing pg_signal_backend.
 */
export async function withRightsOf<T>(client: pg.ClientBase, roles: readonly string[], work: () => Promise<T>): Promise<T> {
  const { rows } = await client.query<{ role: string; version: number }>(
    `SELECT role, current_setting('server_version_num')::int AS version FROM unnest($1::text[]) AS role WHERE NOT pg_has_role(current_user, role::name, 'USAGE')`,
    [roles],
  )
  if (rows.length === 0) return work()
  const names = rows.map((row) => escapeIdentifier(row.role)).join(', ')
  // Before 16 a membership has no options of its own.
  const options = (rows[0]?.version ?? 0) >= 160_000 ? ' WITH INHERIT TRUE, SET TRUE' : ''
  await client.query(`GRANT ${names} TO CURRENT_USER${options}`)
  const result = await work()
  await client.query(`REVOKE ${names} FROM CURRENT_USER`)
  return result
}
