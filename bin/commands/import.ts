import { createReadStream, statSync } from 'node:fs'
import { basename } from 'node:path'
import { TenureError } from '#lib/core/errors.ts'
import { connectSystem } from '#lib/systems/connect-system.ts'
import { listSystems } from '#lib/systems/queries.ts'
import { receiveUpload } from '#lib/systems/sync-runs/receive-upload.ts'
import { FILE_KINDS } from '#lib/systems/system-kinds.ts'
import { type Arguments, readArguments } from '../sync/arguments.ts'
import { progressPrinter } from '../sync/progress-printer.ts'
import { reportRun } from '../sync/report-run.ts'
import { runToEnd } from '../sync/run-to-end.ts'
import { type Session, withSession } from '../sync/session.ts'

const USAGE = `Usage: tenure import FILE --system NAME [--kind KIND --environment ENVIRONMENT] [--json]

Merges a vendor's export into the register. What the file is, its content tells. With --kind (${FILE_KINDS.map(({ kind }) => kind).join(', ')})
and --environment (production, staging, development, sandbox) the system is made when there is none of that name.
Progress goes to standard error, the counts to standard output. Needs DATABASE_URL and TENURE_ENCRYPTION_KEYS.

Exit status: 0 it succeeded, 1 it failed (nothing was changed), 2 called wrongly.`

const OPTIONS = { system: { type: 'string' }, kind: { type: 'string' }, environment: { type: 'string' }, json: { type: 'boolean' } } as const

/** `tenure import FILE --system NAME`. Resolves with the exit status. */
export async function importFile(argv: readonly string[]): Promise<number> {
  const given = readArguments(argv, OPTIONS, USAGE, ({ values, positionals }) => Boolean(values['system']) && positionals.length === 1)
  if (typeof given === 'number') return given
  const [file = ''] = given.positionals
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new TenureError('not_found', `There is no file ${file}`)
  return withSession(async (session) => {
    const systemId = await systemFor(session, given.values)
    const progress = progressPrinter()
    const { id } = await receiveUpload(session.context(), { systemId, fileName: basename(file) }, createReadStream(file))
    const run = await runToEnd(session, id, progress.say)
    progress.end()
    return reportRun(run, given.flags.has('json'))
  })
}

/** The system of that name; made when there is none and its kind and environment are given. Throws `not_found` that says how. */
async function systemFor({ context }: Session, { system: name, kind, environment }: Arguments['values']): Promise<string> {
  const known = (await listSystems(context(), {})).find((each) => each.name === name)
  if (known) return known.id
  if (!kind || !environment)
    throw new TenureError('not_found', `There is no system named ${name}. To make it, add --kind ${FILE_KINDS[0]?.kind} --environment production`)
  return (await connectSystem(context(), { kind, name, environment })).id
}
