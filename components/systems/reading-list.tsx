import { RelativeTime } from '#components/ui/relative-time.tsx'
import { SimpleTable } from '#components/ui/simple-table.tsx'
import { DAY } from '#lib/core/time.ts'
import type { SystemFreshness } from '#lib/systems/system-freshness.ts'
import { FreshnessBadge } from './freshness-badge.tsx'

/** How current each part of a system is: its live connection, or each format of its files. Props: `readings`. */
export function ReadingList({ readings }: { readings: SystemFreshness['parts'] }) {
  return (
    <SimpleTable
      label="How current it is"
      rows={readings}
      rowKey={(row) => row.part}
      columns={[
        { header: 'What is read', cell: (row) => row.title },
        { header: 'Last good reading', align: 'end', cell: (row) => <RelativeTime instant={row.lastGoodAt} /> },
        { header: 'May be as old as', align: 'end', cell: (row) => `${row.limit / DAY} days` },
        { header: 'State', cell: (row) => <FreshnessBadge freshness={row.state} /> },
      ]}
    />
  )
}
