import { RelativeTime } from '#components/ui/relative-time.tsx'
import { SimpleTable } from '#components/ui/simple-table.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import type { FindingRow } from '#lib/findings/queries/finding-row.ts'
import { FindingState } from './finding-state.tsx'
import { SeverityBadge } from './severity-badge.tsx'

/** What is found about one thing and not closed, within its page. Props: `findings`. */
export function FindingList({ findings }: { findings: readonly FindingRow[] }) {
  if (findings.length === 0) return <p className="px-4 text-sm text-muted md:px-6">It breaks no rule.</p>
  return (
    <SimpleTable
      label="Findings"
      rows={findings}
      rowKey={(row) => row.id}
      columns={[
        { header: 'Severity', cell: (row) => <SeverityBadge severity={row.severity} score={row.score} /> },
        {
          header: 'Finding',
          cell: (row) => (
            <TextLink href={toRoute(`/posture/findings/${row.id}`)} quiet>
              {row.title}
            </TextLink>
          ),
        },
        { header: 'State', cell: (row) => <FindingState state={row.state} /> },
        { header: 'Since', align: 'end', cell: (row) => <RelativeTime instant={row.openedAt} /> },
        { header: 'Until', align: 'end', cell: (row) => (row.until ? <RelativeTime instant={row.until} /> : null) },
      ]}
    />
  )
}
