import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TenureError } from '#lib/core/errors.ts'

export type Migration = { name: string; sql: string; checksum: string }

/** The migrations of a folder in the order in which Prisma applies them; none when the folder is missing. Throws `invalid` for a migration without its script. */
export function readMigrations(directory: string): Migration[] {
  if (!existsSync(directory)) return []
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted()
    .map((name) => {
      const file = join(directory, name, 'migration.sql')
      if (!existsSync(file)) throw new TenureError('invalid', `${file} is missing: restore it, or delete its folder`)
      const sql = readFileSync(file, 'utf8')
      return { name, sql, checksum: sha256(sql) }
    })
}

/** Whether `sql` is what a checksum was taken of. Line ends do not count: git may write them differently on another machine. */
export function isUnchanged(sql: string, checksum: string): boolean {
  const unix = sql.replaceAll('\r\n', '\n')
  return checksum === sha256(unix) || checksum === sha256(unix.replaceAll('\n', '\r\n'))
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
