import type pg from 'pg'

export type PrivilegeRow = { role: string; description: string | null; may_grant: boolean; problems: string[] }

/**
 * The roles that `start` selects, with what speaks against lending each.
 * The check follows every membership, also those without INHERIT: a member could `SET ROLE` along them. A role that can log in is refused, because
 * whoever may become it can set its password and come back after the lease. Before 16 CREATEROLE may grant any role but a superuser's.
 */
const lendableSql = (start: string) => `
WITH RECURSIVE reach(root, role, may_pass_on) AS (
  SELECT r.oid, r.oid, false FROM pg_roles r WHERE ${start}
  UNION
  SELECT reach.root, m.roleid, m.admin_option FROM reach JOIN pg_auth_members m ON m.member = reach.role
), problem AS (
  SELECT reach.root, CASE WHEN reach.root = r.oid THEN 'it ' ELSE 'it is a member of ' || quote_ident(r.rolname) || ', which ' END || p.why AS text
    FROM reach JOIN pg_roles r ON r.oid = reach.role
    CROSS JOIN LATERAL (VALUES (r.rolsuper, 'is a superuser'), (r.rolcreaterole, 'may create roles'), (r.rolreplication, 'may replicate'),
      (r.rolbypassrls, 'bypasses row security'), (r.rolcanlogin, 'can log in, so that a borrower could set its password'),
      (r.rolname ~ '^pg_', 'is built into the server'), (reach.may_pass_on, 'may be passed on by a borrower')) AS p(applies, why)
   WHERE p.applies
)
SELECT r.rolname AS role, shobj_description(r.oid, 'pg_authid') AS description,
       me.rolsuper OR pg_has_role(current_user, r.oid, 'MEMBER WITH ADMIN OPTION') OR (current_setting('server_version_num')::int < 160000 AND me.rolcreaterole AND NOT r.rolsuper) AS may_grant,
       coalesce((SELECT array_agg(DISTINCT p.text ORDER BY p.text) FROM problem p WHERE p.root = r.oid), '{}') AS problems
  FROM pg_roles r JOIN pg_roles me ON me.rolname = current_user
 WHERE r.oid IN (SELECT root FROM reach)
 ORDER BY r.rolname`

const EVERY_GROUP = lendableSql(`NOT r.rolcanlogin AND r.rolname !~ '^pg_'`)
const ONE_ROLE = lendableSql('r.rolname = $1')

/** Every group role, with why it may not be lent: `problems` of the role itself, and whether Tenure's account may grant it. */
export async function listPrivileges(client: pg.ClientBase): Promise<PrivilegeRow[]> {
  return (await client.query<PrivilegeRow>(EVERY_GROUP)).rows
}

/** The same of one role, of whatever kind; null when there is no such role. */
export async function findPrivilege(client: pg.ClientBase, role: string): Promise<PrivilegeRow | null> {
  return (await client.query<PrivilegeRow>(ONE_ROLE, [role])).rows[0] ?? null
}

/** Why a mint of this privilege is refused, in words for who could change it; null when it may be lent. */
export function notLendableReason(row: PrivilegeRow, allowPrivileged: readonly string[]): string | null {
  if (row.problems.length > 0 && !allowPrivileged.includes(row.role)) return `The role reaches too far to be lent: ${row.problems.join('; ')}`
  if (!row.may_grant) return `Tenure's account may not grant it: run GRANT … TO … WITH ADMIN OPTION as in the guide`
  return null
}
