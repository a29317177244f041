'use client'
import { DataTable } from '#components/data-table/data-table.tsx'
import type { Column } from '#components/data-table/column.ts'
import type { ListQuery } from '#components/data-table/list-query.ts'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import type { State } from '#components/ui/states.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'

type Row = {
  id: string
  name: string
  class: string
  owner: string | null
  system: string
  environment: string
  state: State
  credentials: number
  lastUsedAt: string | null
}
const columns: Column<Row>[] = [
  { id: 'name', header: 'Name', cell: (row) => row.name, sortable: true, phone: 'primary' },
  { id: 'state', header: 'State', cell: (row) => <StateBadge state={row.state} />, width: 124, phone: 'end' },
  { id: 'class', header: 'Class', cell: (row) => row.class, sortable: true, width: 130, phone: 'second' },
  { id: 'owner', header: 'Owner', cell: (row) => row.owner ?? <span className="text-warn-ink">nobody</span>, sortable: true, width: 150 },
  { id: 'system', header: 'System', cell: (row) => row.system, width: 130 },
  { id: 'environment', header: 'Environment', cell: (row) => row.environment, width: 120, optional: true },
  { id: 'credentials', header: 'Credentials', cell: (row) => row.credentials, align: 'end', width: 110, sortable: true, firstSort: 'desc' },
  {
    id: 'lastUsedAt',
    header: 'Last used',
    cell: (row) => <RelativeTime instant={row.lastUsedAt} never="not seen in 90 d" />,
    align: 'end',
    width: 140,
    sortable: true,
    firstSort: 'desc',
    phone: 'second',
    phoneLabel: 'used',
  },
]
const filters = [
  {
    id: 'owner',
    field: 'owner',
    options: [
      { value: 'none', label: 'nobody' },
      { value: 'any', label: 'anybody' },
    ],
  },
  {
    id: 'environment',
    field: 'environment',
    multiple: true,
    options: [
      { value: 'production', label: 'production' },
      { value: 'staging', label: 'staging' },
    ],
  },
  { id: 'lastUsedBefore', field: 'last used', verb: 'before', options: [{ value: '90d', label: '90 days' }] },
]
export function GalleryTable({ rows, query, remembered, broken }: { rows: Row[]; query: ListQuery; remembered: string | undefined; broken: boolean }) {
  return (
    <DataTable
      id="gallery"
      caption="Identities"
      rows={rows}
      columns={columns}
      rowId={(r) => r.id}
      rowName={(r) => r.name}
      rowHref={(r) => `/gallery/detail?id=${r.id}`}
      pathname="/gallery/list"
      query={query}
      rememberedColumns={remembered}
      defaultSort={{ id: 'name', dir: 'asc' }}
      filters={filters}
      search="Search identities"
      csvPath="/gallery/csv"
      page={{ next: 'abc', previous: null }}
      summary="50 of about 12,400 identities"
      fill
      empty={
        <EmptyState title="No identities yet" action={<Button variant="primary">Connect a system</Button>}>
          Nothing has been discovered, because no system is connected.
        </EmptyState>
      }
      {...(broken ? { error: <ErrorState errorId="err_8f2k" action={<Button>Try again</Button>} /> } : {})}
      bulk={(ids, clear) => (
        <>
          <Button size="sm" onClick={clear}>
            Set owner
          </Button>
          <ConfirmDialog
            size="sm"
            label={`Quarantine ${ids.length} ${ids.length === 1 ? 'identity' : 'identities'}`}
            consequence={{
              happens: 'Their credentials are disabled and their sessions end.',
              on: 'aws-prod-1, pg-payments',
              count: `${ids.length} identities`,
              undo: 'Yes. Release them on their page.',
            }}
            onConfirm={clear}
          />
        </>
      )}
    />
  )
}
