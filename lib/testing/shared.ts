import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/**
 * The path of a file or folder of the material that lies beside the project (`../shared`), for tests that read real
 * exports and published vectors. Null where it is not there, after one line that says so: `test.skipIf(path === null)`.
 */
export function skipUnlessShared(path: string): string | null {
  const found = resolve(import.meta.dirname, '../../../shared', path)
  if (existsSync(found)) return found
  console.log(`skipped: ../shared/${path} is not here`)
  return null
}
