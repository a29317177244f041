import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { TenureError } from '#lib/core/errors.ts'
import type { PackProblem } from '#lib/evidence/pack-format.ts'
import { type PackFacts, type PackVerdict, verifyPack } from '#lib/evidence/verify-pack.ts'

const USAGE = `Usage: tenure verify PACK.zip --key KEY.pem

Verifies an evidence pack offline. KEY.pem is the public key of the organisation that made the pack,
obtained from them by another way than the pack itself.

Exit status: 0 the pack is good, 1 it is not, 2 it could not be verified (usage, no such file, not a key).`

const MAX_PROBLEMS_SHOWN = 50

/**
 * `tenure verify PACK.zip --key KEY.pem`: prints a report, a line at a time, and resolves with the exit status: 0 for a good pack, 1 for
 * one that is not, 2 when it could not be verified at all. Needs no database, no configuration and no network.
 */
export async function runVerify(argv: readonly string[], print: (line: string) => void = (line) => void process.stdout.write(`${line}\n`)): Promise<number> {
  const request = readArguments(argv)
  if ('exitCode' in request) {
    print(request.text)
    return request.exitCode
  }
  try {
    const verdict = await verifyPack(request.pack, await readKey(request.key))
    for (const line of report(request.pack, verdict)) print(printable(line))
    return verdict.ok ? 0 : 1
  } catch (error) {
    if (!(error instanceof TenureError)) throw error
    print(printable(error.message))
    return 2
  }
}

function readArguments(argv: readonly string[]): { pack: string; key: string } | { exitCode: number; text: string } {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { key: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    })
    if (values.help) return { exitCode: 0, text: USAGE }
    const [pack, ...rest] = positionals
    if (!pack || rest.length > 0 || !values.key) return { exitCode: 2, text: USAGE }
    return { pack, key: values.key }
  } catch (error) {
    return { exitCode: 2, text: `${error instanceof Error ? error.message : String(error)}\n\n${USAGE}` }
  }
}

async function readKey(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new TenureError('not_found', `The key ${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

function report(pack: string, { ok, problems, facts }: PackVerdict): string[] {
  const lines = [pack, ...factLines(facts), '']
  if (ok) return [...lines, `GOOD. The pack is complete and unchanged, and signed with key ${facts.keyId}.`]
  const first = problems.find(({ record, file }) => record !== undefined && file.startsWith('audit/')) ?? problems.find(({ record }) => record !== undefined)
  const shown = problems.slice(0, MAX_PROBLEMS_SHOWN).map((problem) => `  - ${describe(problem)}`)
  const hidden = problems.length > shown.length ? [`  - and ${problems.length - shown.length} more`] : []
  return [
    ...lines,
    `NOT GOOD. ${problems.length === 1 ? 'One thing is' : `${problems.length} things are`} wrong.`,
    ...(first ? [`First bad record: ${describe(first)}`] : []),
    '',
    ...shown,
    ...hidden,
  ]
}

function factLines({ about, isSigned, filesVerified, recordsVerified, entriesVerified }: PackFacts): string[] {
  if (!about) return []
  const { packId, period, scope, generatedAt, software, checkpoint, auditRange } = about
  const range = auditRange.end > auditRange.start ? `positions ${auditRange.start} to ${auditRange.end - 1}` : 'none'
  return [
    ...(isSigned ? [] : ['What follows is what the pack says of itself; its manifest is not signed with your key.']),
    `  Pack       ${packId}`,
    `  Period     ${period.from} up to ${period.to}`,
    `  Scope      ${JSON.stringify(scope)}`,
    `  Generated  ${generatedAt} by ${software.name} ${software.version}`,
    `  Log        ${checkpoint.origin}, ${checkpoint.size} entries, root ${checkpoint.root}`,
    `  Entries    ${range}; ${entriesVerified} proven to be in the log`,
    `  Files      ${filesVerified} verified, with ${recordsVerified} records beside the entries`,
  ]
}

function describe({ file, record, position, entryId, what }: PackProblem): string {
  const place = [record === undefined ? null : `record ${record}`, position === undefined ? null : `position ${position}`, entryId ?? null].filter(
    (part) => part !== null,
  )
  return `${[file, ...place].join(', ')}: ${what}`
}

// A pack may come from anybody: what it says must not steer the terminal.
function printable(line: string): string {
  return line.replace(/\p{C}/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}
