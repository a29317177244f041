import type pg from 'pg'
import { TenureError } from '#lib/core/errors.ts'
import type { CallOptions, StandingAccount } from '#lib/systems/driver.ts'
import { leaseOf } from './account.ts'
import type { PostgresqlConnection } from './connect.ts'

/** How many dependents are named; the rest is counted. */
const NAMED = 20

/** A standing role as it stands. `oid` is null when there is none; then `sessions` may be of a role that was dropped, and nobody can tell whose. */
export type StandingRole = {
  at: Date
  version: number
  oid: string | null
  canLogin: boolean
  enabled: boolean
  superuser: boolean
  own: boolean
  manageable: boolean
  pids: number[]
  orphans: number
  me: string
}

const LOOK = `
SELECT clock_timestamp() AS at, current_setting('server_version_num')::int AS version, r.oid::text, coalesce(r.rolcanlogin, false) AS "canLogin",
       coalesce(r.rolcanlogin AND coalesce(r.rolvaliduntil > clock_timestamp(), true), false) AS enabled, coalesce(r.rolsuper, false) AS superuser,
       coalesce(r.oid = me.oid, false) AS own, me.rolname::text AS me,
       me.rolsuper OR (me.rolcreaterole AND NOT coalesce(r.rolsuper, false)
         AND (current_setting('server_version_num')::int < 160000 OR coalesce(pg_has_role(me.oid, r.oid, 'MEMBER WITH ADMIN OPTION'), false))) AS manageable,
       coalesce((SELECT array_agg(a.pid) FROM pg_stat_activity a WHERE a.usesysid = r.oid), '{}') AS pids,
       (SELECT count(*)::int FROM pg_stat_activity a WHERE a.usesysid IS NOT NULL AND NOT EXISTS (SELECT FROM pg_roles o WHERE o.oid = a.usesysid)) AS orphans
  FROM pg_roles me LEFT JOIN pg_roles r ON r.rolname = $1 WHERE me.rolname = current_user`

/** The role of this name as the server shows it now. */
export async function lookAtStanding(client: pg.ClientBase, account: StandingAccount): Promise<StandingRole> {
  const { rows } = await client.query<StandingRole>(LOOK, [account.externalId])
  const [row] = rows
  if (!row) throw new TenureError('unavailable', 'The server did not say how the role stands')
  return row
}

/** Refuses Tenure's own role and those of leases (`conflict`), and what its account may not change (`forbidden`, with what gives the right). A role that is gone passes. */
export function assertMayChange(role: StandingRole, { externalId: name }: StandingAccount): void {
  if (role.own || leaseOf(name)) throw new TenureError('conflict', `"${name}" is an account of Tenure or of a lease: it is not taken out of service here`)
  if (role.oid === null || role.manageable) return
  if (role.superuser) throw new TenureError('forbidden', `"${name}" is a superuser: only another superuser can take it out of service`)
  const remedy =
    role.version >= 160_000
      ? `run GRANT "${name}" TO ${role.me} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE, and give ${role.me} CREATEROLE where it has it not`
      : `run ALTER ROLE ${role.me} CREATEROLE`
  throw new TenureError('forbidden', `Tenure's account may not change the role "${name}": ${remedy}`)
}

/** What is shared by the whole server or lies in the client's database can be described there; of other databases only the count is known. */
const HERE = `
SELECT CASE d.deptype WHEN 'o' THEN 'owns ' WHEN 'r' THEN 'is named in ' ELSE 'has rights on ' END || pg_describe_object(d.classid, d.objid, d.objsubid) AS what
  FROM pg_shdepend d WHERE d.refclassid = 'pg_authid'::regclass AND d.refobjid = $1::oid
   AND (d.dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) OR (d.dbid = 0 AND $2)) ORDER BY d.deptype <> 'o', 1`
const ELSEWHERE = `
SELECT db.datname::text AS database, count(*)::int AS objects, has_database_privilege(db.oid, 'CONNECT') AND db.datallowconn AS open
  FROM pg_shdepend d JOIN pg_database db ON db.oid = d.dbid WHERE d.refclassid = 'pg_authid'::regclass AND d.refobjid = $1::oid AND db.datname <> current_database() GROUP BY db.oid, 1 ORDER BY 1`
/** Who would lose what the role gives. Tenure's own right to administer it is none of these. */
const MEMBERS = `
SELECT 'has the member ' || quote_ident(m.rolname) AS what FROM pg_auth_members am JOIN pg_roles m ON m.oid = am.member
 WHERE am.roleid = $1::oid AND m.rolname <> current_user GROUP BY m.rolname ORDER BY 1`

/** What hangs on the role, in words: what it owns, what it has rights on, who is a member of it. Objects are named in each database that lets Tenure's account in. */
export async function dependentsOf(
  client: pg.ClientBase,
  oid: string,
  { connection, options }: { connection: PostgresqlConnection; options: CallOptions | undefined },
): Promise<string[]> {
  const describe = async (there: pg.ClientBase, shared: boolean) => (await there.query<{ what: string }>(HERE, [oid, shared])).rows.map(({ what }) => what)
  const found = await describe(client, true)
  const elsewhere = await client.query<{ database: string; objects: number; open: boolean }>(ELSEWHERE, [oid])
  for (const { database, objects, open } of elsewhere.rows) {
    if (!open) found.push(`owns or has rights on ${objects} object(s) in the database ${database}`)
    else
      found.push(
        ...(await connection.withFreshClient({ ...options, database }, (there) => describe(there, false))).map((what) => `${what} in the database ${database}`),
      )
  }
  const members = await client.query<{ what: string }>(MEMBERS, [oid])
  const all = [...found, ...members.rows.map(({ what }) => what)]
  return all.length <= NAMED ? all : [...all.slice(0, NAMED), `and ${all.length - NAMED} more`]
}
