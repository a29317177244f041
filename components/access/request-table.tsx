'use client'

import { Inbox } from 'lucide-react'
import type { Column } from '#components/data-table/column.ts'
import { DataTable } from '#components/data-table/data-table.tsx'
import type { ListQuery } from '#components/data-table/list-query.ts'
import { Badge } from '#components/ui/badge.tsx'
import { Countdown } from '#components/ui/countdown.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import type { State } from '#components/ui/states.ts'
import { HOUR, durationInWords } from '#lib/core/time.ts'
import { riskTone } from './privilege-summary.tsx'

export type RequestRow = {
  id: string
  state: string
  open: boolean
  purpose: string
  ticket: string | null
  environment: string
  durationSeconds: number
  createdAt: Date
  openUntil: Date
  requester: { name: string }
  system: { name: string }
  privilege: { title: string; risk: string }
}

const COLUMNS: Column<RequestRow>[] = [
  { id: 'privilege', header: 'Privilege', phone: 'primary', cell: (row) => row.privilege.title },
  { id: 'system', header: 'System', phone: 'second', width: 170, cell: (row) => row.system.name },
  { id: 'requester', header: 'Asked by', phone: 'second', width: 150, cell: (row) => row.requester.name },
  { id: 'purpose', header: 'Purpose', cell: (row) => <span title={row.purpose}>{row.purpose}</span> },
  { id: 'duration', header: 'For', align: 'end', width: 90, cell: (row) => durationInWords(row.durationSeconds * 1000) },
  { id: 'risk', header: 'Risk', width: 100, cell: (row) => <Badge tone={riskTone(row.privilege.risk)}>{row.privilege.risk}</Badge> },
  { id: 'asked', header: 'Asked', align: 'end', width: 120, cell: (row) => <RelativeTime instant={row.createdAt} /> },
  {
    id: 'state',
    header: 'State',
    phone: 'end',
    width: 150,
    cell: (row) => (row.open ? <Countdown deadline={row.openUntil} warnBelowMs={HOUR} /> : <StateBadge state={row.state as State} />),
  },
]

const EMPTY = {
  queue: {
    title: 'No request waits for you',
    text: 'Requests that policy sends to a person appear here, the oldest first. Your own are answered by somebody else.',
  },
  mine: { title: 'You have not asked for access yet', text: 'Ask for one privilege, for one purpose, for a limited time.' },
  all: { title: 'Nobody has asked for access yet', text: 'Requests appear here with what policy and people decided.' },
}

type RequestTableProps = { rows: readonly RequestRow[]; view: keyof typeof EMPTY; query: ListQuery; page: { next: string | null; previous: string | null } }

/** Access requests as a list. Props: `rows`, `view` queue | mine | all, `query` (the page's searchParams), `page`. */
export function RequestTable({ rows, view, query, page }: RequestTableProps) {
  const { title, text } = EMPTY[view]
  return (
    <DataTable
      id="requests"
      caption="Access requests"
      rows={rows}
      columns={COLUMNS}
      rowId={(row) => row.id}
      rowName={(row) => `${row.privilege.title} for ${row.requester.name}`}
      rowHref={(row) => `/access/requests/${row.id}`}
      pathname="/access"
      query={query}
      page={page}
      fill
      empty={
        <EmptyState
          icon={<Inbox aria-hidden="true" />}
          title={title}
          action={view === 'mine' ? <LinkButton href="/access/new">Request access</LinkButton> : undefined}
        >
          {text}
        </EmptyState>
      }
    />
  )
}
