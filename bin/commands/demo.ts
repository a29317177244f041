import { join, relative } from 'node:path'
import { TenureError } from '#lib/core/errors.ts'
import { bringUp, type DemoUp } from '../demo/bring-up.ts'
import { demoArguments } from '../demo/demo-arguments.ts'
import { signInLines } from '../demo/sign-ins.ts'
import type { Print } from '../demo/step-lines.ts'
import { ROOT } from '../process-plans.ts'
import { untilToldToStop } from '../supervisor.ts'

/** `tenure demo`: Tenure with sample data on this machine, until told to stop. Resolves with the exit status: 0 stopped, 1 did not come up, 2 called wrongly. */
export async function demo(argv: readonly string[], print: Print = (line) => void process.stdout.write(`${line}\n`)): Promise<number> {
  const request = demoArguments(argv)
  if ('exitCode' in request) {
    print(request.text)
    return request.exitCode
  }
  const stopping = new AbortController()
  const told = untilToldToStop().then(() => {
    print('\nStopping …')
    stopping.abort()
  })
  const undo: (() => void | Promise<void>)[] = []
  try {
    print('Tenure demo: sample people and systems, on this machine only')
    const up = await bringUp(request, { print, signal: stopping.signal, directory: join(ROOT, '.tenure/demo'), onStop: (way) => undo.push(way) })
    for (const line of await welcome(up)) print(line)
    await told
    return 0
  } catch (error) {
    if (stopping.signal.aborted) return 0
    if (!(error instanceof TenureError)) throw error
    print(`\n${error.message}`)
    return 1
  } finally {
    // The last thing that came up goes first
    for (const way of undo.toReversed()) await way()
    if (stopping.signal.aborted) print('Everything is stopped. Start it again with the same command: your changes are kept.')
  }
}

async function welcome({ url, databaseUrl, logs }: DemoUp): Promise<string[]> {
  const people = await signInLines(databaseUrl)
  return [
    '',
    `  Open  ${url}`,
    '',
    '  Sign in as:',
    ...people.map((line) => `    ${line}`),
    '',
    `  Logs are in ${relative(process.cwd(), logs) || '.'}. Ctrl-C stops everything.`,
    '',
  ]
}
