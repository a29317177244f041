import { TenureError } from '#lib/core/errors.ts'
import { listSystems } from '#lib/systems/queries.ts'
import { requestSync } from '#lib/systems/sync-runs/request-sync.ts'
import { readArguments } from '../sync/arguments.ts'
import { progressPrinter } from '../sync/progress-printer.ts'
import { reportRun } from '../sync/report-run.ts'
import { runToEnd } from '../sync/run-to-end.ts'
import { withSession } from '../sync/session.ts'

const USAGE = `Usage: tenure discover --system NAME [--json]

Reads the inventory of a connected system and merges it into the register. Progress goes to standard
error, the counts to standard output. Needs DATABASE_URL and TENURE_ENCRYPTION_KEYS.

Exit status: 0 it succeeded, 1 it failed (nothing was changed), 2 called wrongly.`

/** `tenure discover --system NAME`. Resolves with the exit status. */
export async function discover(argv: readonly string[]): Promise<number> {
  const given = readArguments(
    argv,
    { system: { type: 'string' }, json: { type: 'boolean' } },
    USAGE,
    ({ values, positionals }) => Boolean(values['system']) && positionals.length === 0,
  )
  if (typeof given === 'number') return given
  return withSession(async (session) => {
    const name = given.values['system']
    const system = (await listSystems(session.context(), {})).find((each) => each.name === name)
    if (!system) throw new TenureError('not_found', `There is no system named ${name}`)
    const { id } = await requestSync(session.context(), { id: system.id })
    const progress = progressPrinter()
    const run = await runToEnd(session, id, progress.say)
    progress.end()
    return reportRun(run, given.flags.has('json'))
  })
}
