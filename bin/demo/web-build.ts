import { spawn } from 'node:child_process'
import { closeSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { TenureError } from '#lib/core/errors.ts'
import { ROOT } from '../process-plans.ts'

const require = createRequire(import.meta.url)

/** What the pages are made of. */
const SOURCES = ['app', 'components', 'lib', 'public', 'next.config.ts', 'package.json', 'package-lock.json', 'postcss.config.mjs', 'proxy.ts', 'tsconfig.json']
const NO_SOURCE = /\.test\.tsx?$/

/** Whether the pages were never built, or something they are made of is newer than they are. */
export function needsBuild(root = ROOT): boolean {
  const built = statSync(join(root, '.next/BUILD_ID'), { throwIfNoEntry: false })
  return !built || SOURCES.some((source) => newestIn(join(root, source)) > built.mtimeMs)
}

function newestIn(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found || NO_SOURCE.test(path)) return 0
  // A removed file changes its directory only
  return found.isDirectory() ? Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name)))) : found.mtimeMs
}

/** Builds the pages; what the build says goes to `log`. Throws `unavailable` with the end of it when it fails. An aborted build has stopped when this ends. */
export async function buildWeb(log: string, signal: AbortSignal): Promise<void> {
  const output = openSync(log, 'w')
  try {
    const env = { ...process.env, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' }
    const child = spawn(process.execPath, [require.resolve('next/dist/bin/next'), 'build'], { cwd: ROOT, env, stdio: ['ignore', output, output] })
    const stop = () => child.kill('SIGTERM')
    signal.addEventListener('abort', stop, { once: true })
    const how = await new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message))
      child.once('exit', (code, killed) => resolve(killed ?? `exit code ${code}`))
    })
    signal.removeEventListener('abort', stop)
    signal.throwIfAborted()
    if (how !== 'exit code 0') throw new TenureError('unavailable', `The pages could not be built (${how}):\n\n${endOf(log)}`)
  } finally {
    closeSync(output)
  }
}

/** The last lines of a log. */
export function endOf(log: string, lines = 40): string {
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
}
