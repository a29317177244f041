import { readAccess, readColumns } from './access-bits.ts'
import { holderKey } from './names.ts'
import type { Client, Row } from './connect.ts'

/** Rights on the whole server that show nothing and change nothing. */
const HARMLESS: ReadonlySet<string> = new Set(['SHOW DATABASES', 'CREATE TEMPORARY TABLES'])

/** What speaks against a holder: what it has itself, the roles that it has, and what of it may be passed on. */
type Holder = { own: string[]; passesOn: string[]; roles: string[] }
export type Reach = ReadonlyMap<string, Holder>

/** Rights in the schemas that hold the accounts themselves. The schema of a grant is a pattern, which the server matches here as it does for a statement. */
const SYSTEM_SCHEMAS = `SELECT * FROM mysql.db WHERE 'mysql' LIKE Db OR 'tenure' LIKE Db`
const PASSED_ON = `
SELECT User AS user, Host AS host, concat('rights on the schema ', Db) AS what FROM mysql.db WHERE Grant_priv = 'Y'
UNION SELECT User, Host, concat('rights on the table ', Db, '.', Table_name) FROM mysql.tables_priv WHERE find_in_set('Grant', Table_priv)
UNION SELECT User, Host, concat('rights on the routine ', Db, '.', Routine_name) FROM mysql.procs_priv WHERE find_in_set('Grant', Proc_priv)`
const SYSTEM_TABLES = `
SELECT User AS user, Host AS host, concat(Db, '.', Table_name) AS place FROM mysql.tables_priv WHERE Db = 'mysql' AND Table_priv <> ''
UNION SELECT User, Host, concat(Db, '.', Routine_name) FROM mysql.procs_priv WHERE Db IN ('mysql', 'tenure') AND Routine_name NOT IN ('sessions')`

/** What the account or role may do on the whole server. */
function holderOf({ access }: Row): Holder {
  const { rights, mayGrant, all } = readAccess(access === null || access === undefined ? null : String(access))
  const strong = rights.filter((right) => !HARMLESS.has(right))
  const some = strong.length > 0 ? [`has ${strong.join(', ')} on everything`] : []
  return { own: all ? ['has all rights on the server'] : some, passesOn: mayGrant ? ['its rights on everything'] : [], roles: [] }
}

/** Who holds what beyond data, for every account and role of the server. */
export async function readReach(client: Client): Promise<Reach> {
  const accounts = await client.rows('SELECT user, host, access FROM tenure.account')
  const reach = new Map(accounts.map((row) => [holderKey(row['user'], row['host']), holderOf(row)]))
  for (const row of await client.rows(SYSTEM_SCHEMAS)) {
    const { rights } = readColumns(row)
    if (rights.length > 0)
      reach.get(holderKey(row['User'], row['Host']))?.own.push(`has ${rights.join(', ')} on the schema ${row['Db']}, which holds the accounts`)
  }
  for (const { user, host, place } of await client.rows(SYSTEM_TABLES)) reach.get(holderKey(user, host))?.own.push(`has rights on ${place}`)
  for (const { user, host, what } of await client.rows(PASSED_ON)) reach.get(holderKey(user, host))?.passesOn.push(String(what))
  for (const row of await client.rows('SELECT User, Host, Role, Admin_option FROM mysql.roles_mapping')) {
    const holder = reach.get(holderKey(row['User'], row['Host']))
    holder?.roles.push(String(row['Role']))
    if (row['Admin_option'] === 'Y') holder?.passesOn.push(`the role ${row['Role']}`)
  }
  return reach
}

/** Why a holder is privileged, itself or through its roles; empty when it reaches nothing but data. `withPassing` counts what it could give to others too. */
export function problemsOf(reach: Reach, key: string, withPassing = false): string[] {
  const seen = new Set<string>()
  const problems: string[] = []
  const visit = (at: string, via: string) => {
    const holder = reach.get(at)
    if (!holder || seen.has(at)) return
    seen.add(at)
    problems.push(...holder.own.map((why) => `${via} ${why}`.trim()))
    if (withPassing) problems.push(...holder.passesOn.map((what) => `${via} may pass on ${what}`.trim()))
    for (const role of holder.roles) visit(holderKey(role, ''), `through the role ${role} it`)
  }
  visit(key, 'it')
  return problems
}
