import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TenureError } from '#lib/core/errors.ts'
import { withLockFile } from '#lib/db/embedded/lock-file.ts'
import { processIdentity } from '#lib/db/embedded/process-identity.ts'

type Running = { process: string; url: string }

/**
 * Makes this process the one demo of `directory`, at `url`. Throws `conflict`, with the address, while another living one is. The returned function
 * gives the place up; the place of a process that died is taken over.
 */
export async function claimDemo(directory: string, url: string): Promise<() => void> {
  const file = join(directory, 'running.json')
  await withLockFile(join(directory, 'starting'), async () => {
    const other = read(file)
    if (other && processIdentity(Number.parseInt(other.process, 10)) === other.process) {
      throw new TenureError(
        'conflict',
        `The demo of this checkout runs already: ${other.url}\nOpen that address, or stop it with Ctrl-C where it runs (process ${Number.parseInt(other.process, 10)}).`,
      )
    }
    const mine: Running = { process: processIdentity(process.pid) ?? String(process.pid), url }
    writeFileSync(file, JSON.stringify(mine), { mode: 0o644 })
  })
  return () => rmSync(file, { force: true })
}

function read(file: string): Running | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Running
  } catch {
    return null
  }
}
