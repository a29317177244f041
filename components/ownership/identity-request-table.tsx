'use client'

import { Boxes } from 'lucide-react'
import type { Column } from '#components/data-table/column.ts'
import { DataTable } from '#components/data-table/data-table.tsx'
import type { ListQuery } from '#components/data-table/list-query.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import type { State } from '#components/ui/states.ts'
import { IDENTITY_CLASS_LABELS, type IdentityClass } from '#lib/core/identity-class.ts'

export type IdentityRequestRow = {
  id: string
  name: string
  class: IdentityClass
  environment: string
  purpose: string
  state: string
  createdAt: Date
  expiresAt: Date
  requester: { name: string }
  owner: { name: string }
  system: { name: string }
}

const COLUMNS: Column<IdentityRequestRow>[] = [
  { id: 'name', header: 'Name', phone: 'primary', width: 190, cell: (row) => row.name },
  { id: 'class', header: 'Class', optional: true, width: 140, cell: (row) => IDENTITY_CLASS_LABELS[row.class] },
  { id: 'system', header: 'System', phone: 'second', width: 165, cell: (row) => row.system.name },
  { id: 'environment', header: 'Environment', width: 105, cell: (row) => row.environment },
  { id: 'owner', header: 'Owner to be', width: 130, cell: (row) => row.owner.name },
  { id: 'requester', header: 'Asked by', phone: 'second', width: 130, cell: (row) => row.requester.name },
  { id: 'purpose', header: 'Purpose', cell: (row) => <span title={row.purpose}>{row.purpose}</span> },
  { id: 'expires', header: 'Until', align: 'end', width: 90, cell: (row) => <RelativeTime instant={row.expiresAt} /> },
  { id: 'asked', header: 'Asked', align: 'end', width: 105, cell: (row) => <RelativeTime instant={row.createdAt} /> },
  { id: 'state', header: 'State', phone: 'end', width: 115, cell: (row) => <StateBadge state={row.state as State} /> },
]

const EMPTY = {
  queue: { title: 'No request waits for you', text: 'Requests for new identities appear here, the oldest first. Your own are answered by somebody else.' },
  mine: { title: 'You have not asked for an identity yet', text: 'Ask before you make one: once it is approved, it is governed from its first moment.' },
  all: { title: 'Nobody has asked for an identity yet', text: 'Requests appear here with what was decided.' },
}

type IdentityRequestTableProps = {
  rows: readonly IdentityRequestRow[]
  view: keyof typeof EMPTY
  query: ListQuery
  page: { next: string | null; previous: string | null }
}

/** Requests for identities as a list. Props: `rows`, `view` queue | mine | all, `query` (the page's searchParams), `page`. */
export function IdentityRequestTable({ rows, view, query, page }: IdentityRequestTableProps) {
  const { title, text } = EMPTY[view]
  return (
    <DataTable
      id="identity-requests"
      caption="Requests for identities"
      rows={rows}
      columns={COLUMNS}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      rowHref={(row) => `/inventory/requests/${row.id}`}
      pathname="/inventory/requests"
      query={query}
      page={page}
      fill
      empty={
        <EmptyState
          icon={<Boxes aria-hidden="true" />}
          title={title}
          action={view === 'mine' ? <LinkButton href="/inventory/requests/new">Request an identity</LinkButton> : undefined}
        >
          {text}
        </EmptyState>
      }
    />
  )
}
