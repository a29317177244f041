import { type DiscoveredRecordInput, externalKey } from '#lib/systems/discovered.ts'
import { readAccess, readColumns, readSet } from './access-bits.ts'
import type { Row } from './connect.ts'
import { holderKey } from './names.ts'

type Held = { rights: string[]; mayGrant: boolean }
/** One of the tables in which the server keeps grants: how its rows name what was granted, and on what. */
export type GrantTable = { sql: string; kind(row: Row): string; resource(row: Row): string; held(row: Row): Held }

const of = (row: Row, ...columns: string[]) => columns.map((column) => String(row[column] ?? '')).join('.')

/** Where grants stand, each in the order of its key, so that pages follow one another. */
export const GRANT_TABLES: readonly GrantTable[] = [
  {
    sql: 'SELECT user AS User, host AS Host, access FROM tenure.account ORDER BY 1, 2',
    kind: () => 'server',
    resource: () => '*.*',
    held: (row) => {
      const { rights, mayGrant, all } = readAccess(row['access'] === null ? null : of(row, 'access'))
      return { rights: all ? ['ALL PRIVILEGES'] : rights, mayGrant }
    },
  },
  { sql: 'SELECT * FROM mysql.db ORDER BY User, Host, Db', kind: () => 'schema', resource: (row) => of(row, 'Db'), held: readColumns },
  {
    sql: `SELECT * FROM mysql.tables_priv WHERE Table_priv <> '' ORDER BY User, Host, Db, Table_name`,
    kind: () => 'table',
    resource: (row) => of(row, 'Db', 'Table_name'),
    held: (row) => readSet(of(row, 'Table_priv')),
  },
  {
    sql: `SELECT * FROM mysql.columns_priv WHERE Column_priv <> '' ORDER BY User, Host, Db, Table_name, Column_name`,
    kind: () => 'column',
    resource: (row) => of(row, 'Db', 'Table_name', 'Column_name'),
    held: (row) => readSet(of(row, 'Column_priv')),
  },
  {
    sql: `SELECT * FROM mysql.procs_priv WHERE Proc_priv <> '' ORDER BY User, Host, Db, Routine_name, Routine_type`,
    kind: (row) => of(row, 'Routine_type').toLowerCase(),
    resource: (row) => of(row, 'Db', 'Routine_name'),
    held: (row) => readSet(of(row, 'Proc_priv')),
  },
  {
    sql: 'SELECT User, Host, Role, Admin_option FROM mysql.roles_mapping ORDER BY 1, 2, 3',
    kind: () => 'role',
    resource: (row) => of(row, 'Role'),
    held: (row) => ({ rights: ['MEMBER'], mayGrant: row['Admin_option'] === 'Y' }),
  },
  {
    sql: 'SELECT User, Host, Proxied_host, Proxied_user, With_grant FROM mysql.proxies_priv ORDER BY 1, 2, 3, 4',
    kind: () => 'account',
    resource: (row) => holderKey(row['Proxied_user'], row['Proxied_host'] === '' ? '%' : row['Proxied_host']),
    held: (row) => ({ rights: ['PROXY'], mayGrant: Number(row['With_grant']) === 1 }),
  },
]

/** What a row grants. What everybody has, or nobody that exists, is a note: it belongs to no identity. */
export function grantRecords(table: GrantTable, row: Row, known: ReadonlySet<string>): DiscoveredRecordInput[] {
  const holder = holderKey(row['User'], row['Host'])
  const resource = table.resource(row)
  const resourceKind = table.kind(row)
  const { rights, mayGrant } = table.held(row)
  if (rights.length === 0) return []
  if (!known.has(holder) || holder === 'PUBLIC') {
    const everybody = holder === 'PUBLIC' || row['User'] === ''
    const whom = everybody ? 'Every account' : `An account "${holder}" that does not exist`
    return [
      {
        type: 'note',
        externalId: externalKey('grant', holder, resourceKind, resource),
        code: everybody ? 'public_grant' : 'left_out',
        subject: resource,
        text: `${whom} has ${rights.join(', ')} on the ${resourceKind} ${resource}`.slice(0, 2_000),
      },
    ]
  }
  return rights.map((action) => ({
    type: 'entitlement',
    identityExternalId: holder,
    externalId: externalKey(holder, resourceKind, resource, action),
    resource,
    resourceKind,
    action,
    grantedVia: 'direct',
    adminOption: mayGrant,
  }))
}
