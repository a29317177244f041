import type { Client } from './connect.ts'
import { holderKey } from './names.ts'
import { problemsOf, type Reach, readReach } from './reach.ts'

/** A role with what speaks against lending it. `mayGrant`: Tenure's keeper has it with ADMIN OPTION. */
export type PrivilegeRow = { role: string; mayGrant: boolean; problems: string[] }

const ROLES = 'SELECT user FROM tenure.account WHERE is_role ORDER BY user'
const LENT = `SELECT Role AS role FROM mysql.roles_mapping WHERE User = 'tenure_keeper' AND Host = 'localhost' AND Admin_option = 'Y'`
/** Rights that everybody has are kept like those of a role, which nobody can be given. */
const EVERYBODY = 'PUBLIC'

/** Every role, with why it may not be lent. */
export async function listPrivileges(client: Client, reach?: Reach): Promise<PrivilegeRow[]> {
  const known = reach ?? (await readReach(client))
  const lent = new Set((await client.rows(LENT)).map(({ role }) => String(role)))
  const roles = (await client.rows(ROLES)).map(({ user }) => String(user)).filter((role) => role !== EVERYBODY)
  return roles.map((role) => ({ role, mayGrant: lent.has(role), problems: problemsOf(known, holderKey(role, ''), true) }))
}

/** The same of one role; null when there is none of that name. */
export async function findPrivilege(client: Client, role: string): Promise<PrivilegeRow | null> {
  return (await listPrivileges(client)).find((row) => row.role === role) ?? null
}

/** Why a mint of this privilege is refused, in words for who could change it; null when it may be lent. */
export function notLendableReason(row: PrivilegeRow, allowPrivileged: readonly string[]): string | null {
  if (row.problems.length > 0 && !allowPrivileged.includes(row.role)) return `The role reaches too far to be lent: ${row.problems.join('; ')}`
  if (!row.mayGrant) return `Tenure may not grant it: run GRANT … TO tenure_keeper@localhost WITH ADMIN OPTION as in the guide`
  return null
}
