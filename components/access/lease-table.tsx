'use client'

import { KeyRound } from 'lucide-react'
import type { Column } from '#components/data-table/column.ts'
import { DataTable } from '#components/data-table/data-table.tsx'
import type { ListQuery } from '#components/data-table/list-query.ts'
import { Countdown } from '#components/ui/countdown.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import { type LeaseLike, leaseState } from './lease-state.ts'
import { ResidualWords } from './residual-words.tsx'

type LeaseRow = LeaseLike & {
  id: string
  privilegeName: string
  startsAt: Date
  endsAt: Date
  endedAt: Date | null
  holder: { name: string }
  system: { name: string }
  residual: { state: 'none' | 'bounded' | 'unbounded'; until: Date | null; why: string }
}

const COLUMNS: Column<LeaseRow>[] = [
  { id: 'privilege', header: 'Privilege', phone: 'primary', cell: (row) => row.privilegeName },
  { id: 'system', header: 'System', phone: 'second', cell: (row) => row.system.name },
  { id: 'holder', header: 'Holder', phone: 'second', width: 160, cell: (row) => row.holder.name },
  { id: 'starts', header: 'Started', align: 'end', width: 120, cell: (row) => <RelativeTime instant={row.startsAt} /> },
  {
    id: 'ends',
    header: 'Ends',
    align: 'end',
    width: 160,
    cell: (row) => (row.state === 'active' ? <Countdown deadline={row.endsAt} /> : <RelativeTime instant={row.endedAt ?? row.endsAt} />),
  },
  { id: 'residual', header: 'Could still work', width: 190, cell: (row) => <ResidualWords residual={row.residual} /> },
  { id: 'state', header: 'State', phone: 'end', width: 150, cell: (row) => <StateBadge {...leaseState(row)} /> },
]

const FILTERS = [
  {
    id: 'view',
    field: 'leases',
    verb: 'are',
    options: [
      { value: 'open', label: 'not yet ended' },
      { value: 'mine', label: 'mine' },
      { value: 'unconfirmed', label: 'unconfirmed' },
      { value: 'all', label: 'all' },
    ],
  },
]

/** Leases as a list. Props: `rows`, `query` (the page's searchParams), `page`. */
export function LeaseTable({ rows, query, page }: { rows: readonly LeaseRow[]; query: ListQuery; page: { next: string | null; previous: string | null } }) {
  return (
    <DataTable
      id="leases"
      caption="Leases"
      rows={rows}
      columns={COLUMNS}
      rowId={(row) => row.id}
      rowName={(row) => `${row.privilegeName} of ${row.holder.name}`}
      rowHref={(row) => `/access/leases/${row.id}`}
      pathname="/access/leases"
      query={query}
      page={page}
      filters={FILTERS}
      fill
      empty={
        <EmptyState icon={<KeyRound aria-hidden="true" />} title="No lease is open">
          A lease begins when a request is granted. Leases that have ended stand under “leases are all”.
        </EmptyState>
      }
    />
  )
}
