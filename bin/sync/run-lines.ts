import type { RunPage } from '#lib/systems/queries.ts'
import type { RunCounts, RunRow } from '#lib/systems/sync-runs/run-row.ts'

const KINDS = ['identities', 'credentials', 'entitlements', 'privileges', 'trusts', 'exposures'] as const
const COLUMNS = ['new', 'changed', 'unchanged', 'vanished', 'returned'] as const

/** How far a run is, in one line. */
export function progressLine(run: Pick<RunRow, 'state' | 'bytesTotal' | 'bytesRead' | 'recordsRead'>): string {
  if (run.state === 'queued') return 'waiting for another run of this system'
  const read = `${run.recordsRead.toLocaleString('en')} records read`
  if (!run.bytesTotal) return read
  const share = Math.floor((100 * run.bytesRead) / run.bytesTotal)
  return share < 100 ? `${read}, ${share} % of the file` : `${read}, merging`
}

/** What a good run did to the register, as a table, with what was left out and what somebody should know. */
export function countLines({ counts, notes, format, recordsRead }: RunPage): string[] {
  if (!counts) return []
  const header = row('', [...COLUMNS, 'now'])
  const rows = KINDS.map((kind) => row(kind, [...COLUMNS.map((column) => counts[kind][column].toLocaleString('en')), nowOf(counts, kind)]))
  const left = [
    ...(counts.activity.new > 0 ? [`${counts.activity.new.toLocaleString('en')} new uses`] : []),
    ...(counts.correlated > 0 ? [`${counts.correlated.toLocaleString('en')} merged with identities of other systems`] : []),
    ...(counts.leftOut.leaseAccounts > 0 ? [`${counts.leftOut.leaseAccounts.toLocaleString('en')} accounts of leases left out`] : []),
  ]
  return [
    `${format ?? 'Live discovery'}: ${recordsRead.toLocaleString('en')} records`,
    header,
    ...rows,
    ...left,
    ...notes.map((note) => `note  ${printable(`${note.subject}: ${note.text}`)}`),
  ]
}

function nowOf(counts: RunCounts, kind: (typeof KINDS)[number]): string {
  return kind === 'privileges' || kind === 'trusts' || kind === 'exposures' ? '' : counts.totals[kind].toLocaleString('en')
}

function row(name: string, cells: readonly string[]): string {
  return `${name.padEnd(14)}${cells.map((cell) => cell.padStart(11)).join('')}`.trimEnd()
}

/** Names come from systems and files: a terminal must not obey what they hold. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
}
