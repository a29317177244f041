import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { canReach, makeOwnDirectory } from './access.ts'
import type { ServerUser } from './server-user.ts'
import { sharedTemporaryDirectory } from './shared-temporary-directory.ts'

/**
 * Where, seen from it, the server of `directory` keeps its data and log: in the directory, or, when the server's user does not get
 * there (a checkout below `/root`), in a folder below the machine's temporary directory that is named after it.
 */
export function serverHome(directory: string, user: ServerUser | null): string {
  if (canReach(user, directory)) return 'server'
  const name = createHash('sha256').update(realpathSync(directory)).digest('hex').slice(0, 16)
  const outside = join(sharedTemporaryDirectory(), `tenure-${name}`)
  makeOwnDirectory(outside)
  return join(outside, 'server')
}
