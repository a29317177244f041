import type { RunPage } from '#lib/systems/queries.ts'
import { countLines } from './run-lines.ts'

/** Prints what came of a run: its counts on standard output, or its problem on standard error. Answers the exit status: 0 succeeded, 1 failed. */
export function reportRun(run: RunPage, asJson: boolean): number {
  if (asJson) process.stdout.write(`${JSON.stringify(run)}\n`)
  else for (const line of countLines(run)) process.stdout.write(`${line}\n`)
  if (run.state === 'succeeded') return 0
  process.stderr.write(`${run.problem ?? 'It failed'}\n`)
  return 1
}
