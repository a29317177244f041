import { RelativeTime } from '#components/ui/relative-time.tsx'
import { SimpleTable } from '#components/ui/simple-table.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import type { Leaver } from '#lib/ownership/succession/queries.ts'
import { MarkReturned } from './mark-returned.tsx'

type LeaverListProps = { leavers: readonly Leaver[]; comeBack: Parameters<typeof MarkReturned>[0]['comeBack'] }

/** People who are not here any more, and what they still own. Props: `leavers`, `comeBack` (a server action). */
export function LeaverList({ leavers, comeBack }: LeaverListProps) {
  return (
    <SimpleTable
      label="People who left, with what they still own"
      rows={leavers}
      rowKey={(row) => row.id}
      columns={[
        { header: 'Name', cell: (row) => <span className="font-medium">{row.name}</span> },
        { header: 'Address', cell: (row) => <span className="text-muted">{row.email}</span> },
        { header: 'Gone', align: 'end', cell: (row) => <RelativeTime instant={row.leftAt} never="not known" /> },
        {
          header: 'Still owns',
          align: 'end',
          cell: (row) => (row.owned > 0 ? <TextLink href={toRoute(`/inventory?owner=${row.id}`)}>{row.owned.toLocaleString('en')}</TextLink> : '0'),
        },
        { header: 'Back again', align: 'end', cell: (row) => <MarkReturned person={row} comeBack={comeBack} /> },
      ]}
    />
  )
}
