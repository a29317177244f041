import type pg from 'pg'
import {
  type DiscoveredActivity,
  type DiscoveredCredential,
  type DiscoveredEntitlement,
  type DiscoveredRecordInput,
  externalKey,
} from '#lib/systems/discovered.ts'
import { leaseOf } from './account.ts'
import { classify } from './classify.ts'
import { streamRows } from './stream-rows.ts'

/** Built-in roles whose members can leave the database or read and write all of it. */
const POWERFUL = `'pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files', 'pg_read_all_data', 'pg_write_all_data'`

const ROLES = `
WITH RECURSIVE power(oid, why) AS (
  SELECT oid, concat_ws(', ', CASE WHEN rolsuper THEN 'superuser' END, CASE WHEN rolcreaterole THEN 'may create roles' END, CASE WHEN rolreplication THEN 'may replicate' END,
         CASE WHEN rolbypassrls THEN 'bypasses row security' END, CASE WHEN rolname IN (${POWERFUL}) THEN rolname::text END)
    FROM pg_roles WHERE rolsuper OR rolcreaterole OR rolreplication OR rolbypassrls OR rolname IN (${POWERFUL})
), holds(member, root) AS (
  SELECT oid, oid FROM power UNION SELECT m.member, holds.root FROM holds JOIN pg_auth_members m ON m.roleid = holds.member
), reasons(oid, why) AS (
  SELECT h.member, string_agg(CASE WHEN h.member = h.root THEN p.why ELSE 'member of ' || quote_ident(pr.rolname) || CASE WHEN p.why <> pr.rolname THEN ' (' || p.why || ')' ELSE '' END END, '; ' ORDER BY h.member <> h.root, pr.rolname)
    FROM holds h JOIN power p ON p.oid = h.root JOIN pg_roles pr ON pr.oid = h.root GROUP BY h.member
), seen(oid, at) AS (
  SELECT usesysid, max(backend_start) FROM pg_stat_activity WHERE usesysid IS NOT NULL GROUP BY usesysid
)
SELECT r.rolname AS name, r.oid::int8::text AS oid, r.oid = 10 AS bootstrap, r.rolcanlogin AS can_login, r.rolsuper AS superuser, r.rolcreaterole AS create_role, r.rolcreatedb AS create_database,
       r.rolreplication AS replication, r.rolbypassrls AS bypass_rls, r.rolinherit AS inherit, r.rolconnlimit AS connection_limit,
       CASE WHEN isfinite(r.rolvaliduntil) AND r.rolvaliduntil < '9999-01-01' THEN r.rolvaliduntil END AS valid_until, coalesce(r.rolvaliduntil <= now(), false) AS expired,
       shobj_description(r.oid, 'pg_authid') AS comment, reasons.why AS privileged, seen.at AS seen_at
  FROM pg_roles r LEFT JOIN reasons ON reasons.oid = r.oid LEFT JOIN seen ON seen.oid = r.oid
 WHERE r.rolname !~ '^pg_'`

type RoleRow = {
  name: string
  oid: string
  bootstrap: boolean
  can_login: boolean
  superuser: boolean
  create_role: boolean
  create_database: boolean
  replication: boolean
  bypass_rls: boolean
  inherit: boolean
  connection_limit: number
  valid_until: Date | null
  expired: boolean
  comment: string | null
  privileged: string | null
  seen_at: Date | null
}

/** When the role was last seen: an open session proves a use, its absence proves nothing. */
const lastUse = (row: RoleRow) => ({ lastUsedAt: row.seen_at, lastUseKnown: row.seen_at ? ('logs' as const) : ('unknown' as const) })

function identityOf(row: RoleRow): DiscoveredRecordInput {
  const lease = leaseOf(row.name)
  return {
    type: 'identity',
    externalId: row.name,
    name: row.name,
    ...classify({ name: row.name, canLogin: row.can_login, bootstrap: row.bootstrap, replication: row.replication, ours: lease !== null }),
    enabled: row.can_login && !row.expired,
    createdAt: null,
    ...lastUse(row),
    expiresAt: row.valid_until,
    privileged: row.privileged !== null,
    privilegedReason: row.privileged?.slice(0, 2_000) ?? null,
    ours: lease !== null,
    attributes: {
      kind: row.can_login ? 'login' : 'group',
      oid: row.oid,
      superuser: row.superuser,
      createRole: row.create_role,
      createDatabase: row.create_database,
      replication: row.replication,
      bypassRowSecurity: row.bypass_rls,
      inherit: row.inherit,
      connectionLimit: row.connection_limit,
      comment: row.comment,
      ...(lease ? { leaseId: lease } : {}),
    },
  }
}

/** The password that a login role may have. Whether there is one stands in pg_authid, which only a superuser reads: `present` says so. */
function passwordOf(row: RoleRow): DiscoveredCredential {
  return {
    type: 'credential',
    identityExternalId: row.name,
    externalId: externalKey(row.name, 'password'),
    kind: 'password',
    fingerprint: null,
    createdAt: null,
    ...lastUse(row),
    lastRotatedAt: null,
    expiresAt: row.valid_until,
    enabled: row.can_login && !row.expired,
    attributes: { present: 'unknown' },
  }
}

/** Every role but the built-in ones, each login role followed by its password. */
export async function* discoverRoles(client: pg.ClientBase): AsyncGenerator<(DiscoveredRecordInput | DiscoveredCredential)[]> {
  for await (const rows of streamRows<RoleRow>(client, ROLES))
    yield rows.flatMap((row) => (row.can_login ? [identityOf(row), passwordOf(row)] : [identityOf(row)]))
}

const membershipsSql = (version: number) => `
SELECT m.rolname AS member, g.rolname AS role, bool_or(am.admin_option) AS admin,
       ${version >= 160_000 ? 'bool_or(am.inherit_option)' : 'm.rolinherit'} AS inherit, ${version >= 160_000 ? 'bool_or(am.set_option)' : 'true'} AS may_become
  FROM pg_auth_members am JOIN pg_roles m ON m.oid = am.member JOIN pg_roles g ON g.oid = am.roleid
 WHERE m.rolname !~ '^pg_' GROUP BY m.rolname, g.rolname, m.rolinherit`

type MembershipRow = { member: string; role: string; admin: boolean; inherit: boolean; may_become: boolean }

/** Who is a member of which role, built-in ones included; `version` is server_version_num, since 16 keeps options per membership. */
export async function* discoverMemberships(client: pg.ClientBase, version: number): AsyncGenerator<DiscoveredEntitlement[]> {
  for await (const rows of streamRows<MembershipRow>(client, membershipsSql(version))) {
    yield rows.map((row) => ({
      type: 'entitlement',
      identityExternalId: row.member,
      externalId: externalKey(row.member, 'member-of', row.role),
      resource: row.role,
      resourceKind: 'role',
      action: 'MEMBER',
      grantedVia: 'direct',
      adminOption: row.admin,
      lastUsedAt: null,
      lastUseKnown: 'unknown',
      attributes: { inherit: row.inherit, mayBecome: row.may_become },
    }))
  }
}

const SESSIONS = `
SELECT r.rolname AS name, a.pid, a.datname AS database, a.application_name AS application, host(a.client_addr) AS address, a.state, a.backend_start AS at
  FROM pg_stat_activity a JOIN pg_roles r ON r.oid = a.usesysid WHERE a.backend_start IS NOT NULL AND r.rolname !~ '^pg_'`

type SessionRow = { name: string; pid: number; database: string | null; application: string | null; address: string | null; state: string | null; at: Date }

/** Open sessions as uses: each session is one event, however often it is seen. Needs pg_read_all_stats: without it only Tenure's own show when they began. */
export async function* discoverSessions(client: pg.ClientBase): AsyncGenerator<DiscoveredActivity[]> {
  for await (const rows of streamRows<SessionRow>(client, SESSIONS)) {
    yield rows.map((row) => ({
      type: 'activity',
      identityExternalId: row.name,
      externalId: externalKey(row.name, String(row.pid), row.at.toISOString()),
      at: row.at,
      action: 'session.open',
      resource: row.database,
      sourceAddress: row.address,
      outcome: 'success',
      attributes: { pid: row.pid, application: row.application, state: row.state },
    }))
  }
}
