import { readFileSync, statSync } from 'node:fs'
import { TenureError } from '#lib/core/errors.ts'

export type ServerUser = { uid: number; gid: number }

const ROOT = 0

/**
 * The account that a PostgreSQL server must run as when this process is root, which PostgreSQL refuses: the owner of
 * the existing data directory, or else `postgres`, or else `nobody`. Null when this process can run it as itself.
 */
export function serverUser(dataDirectory: string): ServerUser | null {
  if (process.getuid?.() !== ROOT) return null
  const owner = statSync(dataDirectory, { throwIfNoEntry: false })
  if (owner && owner.uid !== ROOT) return { uid: owner.uid, gid: owner.gid }
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const account = accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody')
  if (!account)
    throw new TenureError(
      'unavailable',
      'PostgreSQL does not run as root, and this machine has no user postgres or nobody: start as another user, or set DATABASE_URL',
    )
  return { uid: Number(account[2]), gid: Number(account[3]) }
}
