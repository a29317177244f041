'use client'

import { DoorClosed } from 'lucide-react'
import type { Column } from '#components/data-table/column.ts'
import { DataTable } from '#components/data-table/data-table.tsx'
import type { ListQuery } from '#components/data-table/list-query.ts'
import { Badge } from '#components/ui/badge.tsx'
import { Countdown } from '#components/ui/countdown.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import { DAY } from '#lib/core/time.ts'
import type { OffboardingRow } from '#lib/lifecycle/queries/offboarding-row.ts'
import { CAUSE_WORDS, offboardingState } from './offboarding-state.ts'

const COLUMNS: Column<OffboardingRow>[] = [
  { id: 'name', header: 'Identity', phone: 'primary', width: 200, cell: (row) => row.name },
  { id: 'system', header: 'System', phone: 'second', width: 165, cell: (row) => row.systemName },
  { id: 'owner', header: 'Owner', width: 130, phone: 'second', cell: (row) => row.ownerName ?? <span className="text-faint">nobody</span> },
  { id: 'cause', header: 'Because', width: 130, optional: true, cell: (row) => CAUSE_WORDS[row.cause] },
  { id: 'state', header: 'State', phone: 'end', width: 185, cell: (row) => <StateBadge {...offboardingState(row)} /> },
  { id: 'asked', header: 'Asked', align: 'end', width: 100, cell: (row) => <RelativeTime instant={row.requestedAt} /> },
  { id: 'uses', header: 'Uses since', align: 'end', width: 125, cell: (row) => <Uses row={row} /> },
  { id: 'watch', header: 'Watch', align: 'end', width: 135, cell: (row) => <Watch row={row} /> },
  { id: 'problem', header: 'Problem', cell: (row) => <Problem text={row.problem} /> },
]

function Problem({ text }: { text: string | null }) {
  return text ? <span title={text}>{text}</span> : <span className="text-faint">none</span>
}

function Uses({ row }: { row: OffboardingRow }) {
  if (!row.disabledAt) return <span className="text-faint">not disabled</span>
  if (row.used > 0) return <Badge tone="bad">{`${row.used.toLocaleString('en')} got through`}</Badge>
  return row.refused > 0 ? <Badge tone="warn">{`${row.refused.toLocaleString('en')} refused`}</Badge> : <span className="text-faint">none seen</span>
}

function Watch({ row }: { row: OffboardingRow }) {
  if (row.endedAt)
    return (
      <>
        ended <RelativeTime instant={row.endedAt} />
      </>
    )
  return row.watchUntil ? <Countdown deadline={row.watchUntil} warnBelowMs={DAY} over="decide now" /> : <span className="text-faint">not yet</span>
}

const FILTERS = [
  {
    id: 'view',
    field: 'offboardings',
    verb: 'are',
    options: [
      { value: 'open', label: 'open' },
      { value: 'problems', label: 'stuck' },
      { value: 'mine', label: 'of my identities' },
      { value: 'ended', label: 'over' },
      { value: 'all', label: 'all' },
    ],
  },
]

type OffboardingTableProps = { rows: readonly OffboardingRow[]; query: ListQuery; page: { next: string | null; previous: string | null } }

/** Identities on their way out, those that are stuck on top. Props: `rows`, `query` (the page's searchParams), `page`. */
export function OffboardingTable({ rows, query, page }: OffboardingTableProps) {
  return (
    <DataTable
      id="offboardings"
      caption="Offboardings"
      rows={rows}
      columns={COLUMNS}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      rowHref={(row) => `/inventory/offboardings/${row.id}`}
      pathname="/inventory/offboardings"
      query={query}
      page={page}
      filters={FILTERS}
      fill
      empty={
        <EmptyState
          icon={<DoorClosed aria-hidden="true" />}
          title="No identity is on its way out"
          action={<LinkButton href="/inventory">Open the inventory</LinkButton>}
        >
          Offboard an identity from its page. One that expires, or that nobody takes over, comes here by itself. Those that are over stand under “offboardings
          are over”.
        </EmptyState>
      }
    />
  )
}
