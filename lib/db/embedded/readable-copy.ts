import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { makeOwnDirectory } from './access.ts'
import { sharedTemporaryDirectory } from './shared-temporary-directory.ts'

const EVERYBODY_READS = 0o444
const EVERYBODY_READS_AND_RUNS = 0o555
const OWNER_RUNS = 0o100
const PackageFile = z.object({ version: z.string() })

/**
 * A copy of an npm package that every account of this machine can read: made once per version and user, in a folder
 * that only this process's user can write to. Returns its path.
 */
export function readableCopy(packageDirectory: string): string {
  const { version } = PackageFile.parse(JSON.parse(readFileSync(join(packageDirectory, 'package.json'), 'utf8')))
  const copy = join(sharedTemporaryDirectory(), `tenure-postgres-${version}-${process.getuid?.() ?? 'user'}`)
  if (!existsSync(copy)) {
    // What stands under the final name is whole: the copy is made beside it and renamed
    const unfinished = `${copy}-${process.pid}`
    rmSync(unfinished, { recursive: true, force: true })
    makeOwnDirectory(unfinished)
    cpSync(packageDirectory, unfinished, { recursive: true, verbatimSymlinks: true })
    openToEverybody(unfinished)
    publish(unfinished, copy)
  }
  makeOwnDirectory(copy)
  return copy
}

function openToEverybody(directory: string): void {
  chmodSync(directory, 0o755)
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) openToEverybody(path)
    else if (entry.isFile()) {
      const { mode } = statSync(path)
      chmodSync(path, mode | (mode & OWNER_RUNS ? EVERYBODY_READS_AND_RUNS : EVERYBODY_READS))
    }
  }
}

function publish(unfinished: string, copy: string): void {
  try {
    renameSync(unfinished, copy)
  } catch (error) {
    if (!existsSync(copy)) throw error
    // Another process was first
    rmSync(unfinished, { recursive: true })
  }
}
