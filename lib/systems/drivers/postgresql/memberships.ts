import type pg from 'pg'
import { escapeIdentifier } from 'pg'

type MembershipRow = { role: string; grantor: string; revocable: boolean; modern: boolean }

/** From 16 on a membership is taken back by who granted it; before, CREATEROLE takes back any but a superuser's. */
const MEMBERSHIPS = `
WITH server AS (SELECT current_setting('server_version_num')::int >= 160000 AS modern)
SELECT g.rolname AS role, coalesce(by.rolname, '') AS grantor, modern,
       CASE WHEN modern THEN by.oid IS NOT NULL AND pg_has_role(current_user, by.oid, 'USAGE') ELSE me.rolsuper OR (me.rolcreaterole AND NOT g.rolsuper) END AS revocable
  FROM server, pg_auth_members m JOIN pg_roles r ON r.oid = m.member JOIN pg_roles g ON g.oid = m.roleid LEFT JOIN pg_roles by ON by.oid = m.grantor
  JOIN pg_roles me ON me.rolname = current_user
 WHERE r.rolname = $1 AND g.rolname IS DISTINCT FROM $2 ORDER BY 1, 2`

/** Takes back every membership of the account, except in `keep`. Returns what is gone and what somebody else granted and only they can take back. */
export async function revokeMemberships(client: pg.ClientBase, account: string, keep: string | null): Promise<{ revoked: string[]; left: string[] }> {
  const found = await client.query<MembershipRow>(MEMBERSHIPS, [account, keep])
  for (const { role, grantor, modern } of found.rows.filter((row) => row.revocable)) {
    const by = modern ? ` GRANTED BY ${escapeIdentifier(grantor)}` : ''
    await client.query(`REVOKE ${escapeIdentifier(role)} FROM ${escapeIdentifier(account)}${by}`)
  }
  if (found.rows.length === 0) return { revoked: [], left: [] }
  const remaining = await client.query<MembershipRow>(MEMBERSHIPS, [account, keep])
  const left = [...new Set(remaining.rows.map((row) => row.role))]
  return { revoked: [...new Set(found.rows.map((row) => row.role))].filter((role) => !left.includes(role)), left }
}
