import { chmodSync, lstatSync, mkdirSync, realpathSync, statSync, type Stats } from 'node:fs'
import { dirname } from 'node:path'
import { TenureError } from '#lib/core/errors.ts'
import type { ServerUser } from './server-user.ts'

const READ = 0o4
const EXECUTE = 0o1
const WRITABLE_BY_OTHERS = 0o022

function permits({ mode, uid, gid }: Stats, user: ServerUser, bits: number): boolean {
  const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0
  return ((mode >> shift) & bits) === bits
}

/** Whether `user` gets through every directory from the root down to `directory`, which exists. Null stands for this process's own user. */
export function canReach(user: ServerUser | null, directory: string): boolean {
  if (!user) return true
  for (let path = realpathSync(directory); ; path = dirname(path)) {
    if (!permits(statSync(path), user, EXECUTE)) return false
    if (path === dirname(path)) return true
  }
}

/** Whether `user` may read and run the program at `path`. */
export function canRun(user: ServerUser | null, path: string): boolean {
  return !user || (canReach(user, dirname(path)) && permits(statSync(path), user, READ | EXECUTE))
}

/** Makes a directory that other users get through; one that is there already stays as it is. */
export function makeDirectory(path: string): void {
  // The mode is set apart from the creation, where the umask may forbid it
  if (mkdirSync(path, { recursive: true })) chmodSync(path, 0o755)
}

/**
 * `makeDirectory` where everybody may write (`/var/tmp`), and somebody else can have put a directory there first: that
 * is refused with `unavailable`, because what lies in it is run and trusted.
 */
export function makeOwnDirectory(path: string): void {
  makeDirectory(path)
  const found = lstatSync(path)
  const ours = found.uid === (process.getuid?.() ?? found.uid)
  if (!found.isDirectory() || !ours || (found.mode & WRITABLE_BY_OTHERS) !== 0)
    throw new TenureError('unavailable', `${path} belongs to somebody else or can be written to by others: remove it and start again`)
}
