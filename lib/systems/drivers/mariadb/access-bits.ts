/** The rights of an account on the whole server, by the bit in which `mysql.global_priv` keeps each (sql/privilege.h of MariaDB). */
const BITS: readonly string[] = [
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'CREATE',
  'DROP',
  'RELOAD',
  'SHUTDOWN',
  'PROCESS',
  'FILE',
  'GRANT OPTION',
  'REFERENCES',
  'INDEX',
  'ALTER',
  'SHOW DATABASES',
  'SUPER',
  'CREATE TEMPORARY TABLES',
  'LOCK TABLES',
  'EXECUTE',
  'REPLICATION SLAVE',
  'BINLOG MONITOR',
  'CREATE VIEW',
  'SHOW VIEW',
  'CREATE ROUTINE',
  'ALTER ROUTINE',
  'CREATE USER',
  'EVENT',
  'TRIGGER',
  'CREATE TABLESPACE',
  'DELETE HISTORY',
  'SET USER',
  'FEDERATED ADMIN',
  'CONNECTION ADMIN',
  'READ_ONLY ADMIN',
  'REPLICATION SLAVE ADMIN',
  'REPLICATION MASTER ADMIN',
  'BINLOG ADMIN',
  'BINLOG REPLAY',
  'SLAVE MONITOR',
  'SHOW CREATE ROUTINE',
]
const GRANT_OPTION = 1n << 10n
/** The rights that 10.11 knows; a later server has more. */
const ALL = (1n << 39n) - 1n

/** What the number in `access` says: the rights, and whether they may be passed on. A server may keep every bit, also those without a meaning. */
export function readAccess(access: string | null): { rights: string[]; mayGrant: boolean; all: boolean } {
  const bits = BigInt(/^\d+$/.test(access ?? '') ? (access ?? '0') : '0')
  const rights = BITS.filter((_, bit) => (bits & (1n << BigInt(bit))) !== 0n).filter((right) => right !== 'GRANT OPTION')
  return { rights, mayGrant: (bits & GRANT_OPTION) !== 0n, all: (bits & ALL) === ALL }
}

/** The rights that a row of `mysql.db` holds in its columns `Select_priv`, `Create_tmp_table_priv` and so on. */
export function readColumns(row: Readonly<Record<string, unknown>>): { rights: string[]; mayGrant: boolean } {
  const held = Object.entries(row).flatMap(([column, value]) => (column.endsWith('_priv') && value === 'Y' ? [nameOf(column.slice(0, -5))] : []))
  return { rights: held.filter((right) => right !== 'GRANT'), mayGrant: held.includes('GRANT') }
}

/** The rights of a set such as `Select,Insert,Grant`, as the tables for tables, columns and routines keep them. */
export function readSet(set: string): { rights: string[]; mayGrant: boolean } {
  const held = set
    .split(',')
    .filter((right) => right !== '')
    .map((right) => right.toUpperCase())
  return { rights: held.filter((right) => right !== 'GRANT'), mayGrant: held.includes('GRANT') }
}

const nameOf = (column: string) => column.toUpperCase().replaceAll('_', ' ').replace('CREATE TMP TABLE', 'CREATE TEMPORARY TABLES')
