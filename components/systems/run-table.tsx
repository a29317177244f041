import { RelativeTime } from '#components/ui/relative-time.tsx'
import { SimpleTable } from '#components/ui/simple-table.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import type { RunRow } from '#lib/systems/sync-runs/run-row.ts'

type Run = Omit<RunRow, 'notes'>

/** Discoveries and imports, newest first, with what each did to the register or why it failed. Props: `runs`. */
export function RunTable({ runs }: { runs: readonly Run[] }) {
  return (
    <SimpleTable
      label="Discoveries and imports"
      rows={runs}
      rowKey={(run) => run.id}
      columns={[
        { header: 'When', cell: (run) => <RelativeTime instant={run.createdAt} /> },
        { header: 'What', cell: (run) => (run.source === 'live' ? 'Discovery' : `${run.fileName}${run.format ? ` (${run.format})` : ''}`) },
        { header: 'By', cell: (run) => run.requestedBy },
        { header: 'State', cell: (run) => <StateBadge state={run.state === 'queued' ? 'pending' : run.state} /> },
        { header: 'Result', cell: (run) => run.problem ?? resultOf(run) },
      ]}
    />
  )
}

function resultOf({ counts }: Run): string {
  if (!counts) return ''
  const { identities } = counts
  const parts = (['new', 'changed', 'vanished', 'returned'] as const)
    .filter((what) => identities[what] > 0)
    .map((what) => `${identities[what].toLocaleString('en')} ${what}`)
  return parts.length > 0 ? `Identities: ${parts.join(', ')}` : `Nothing changed: ${identities.unchanged.toLocaleString('en')} identities as before`
}
