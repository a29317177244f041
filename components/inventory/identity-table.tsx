'use client'

import { Boxes, ShieldAlert } from 'lucide-react'
import type { Column } from '#components/data-table/column.ts'
import { DataTable } from '#components/data-table/data-table.tsx'
import type { Filter } from '#components/data-table/filter.ts'
import type { ListQuery } from '#components/data-table/list-query.ts'
import { Badge } from '#components/ui/badge.tsx'
import { CopyableId } from '#components/ui/copyable-id.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import { IDENTITY_CLASS_LABELS } from '#lib/core/identity-class.ts'
import type { Page } from '#lib/core/page.ts'
import type { IdentityRow } from '#lib/inventory/queries/identity-row.ts'
import { AssignOwner } from './assign-owner.tsx'
import { LastUse } from './last-use.tsx'
import type { AssignActions, Person } from './ownership-action.ts'
import { TakeBackBar } from './take-back-bar.tsx'

const none = <span className="text-faint">not set</span>

const COLUMNS: Column<IdentityRow>[] = [
  {
    id: 'name',
    header: 'Name',
    sortable: true,
    phone: 'primary',
    width: 215,
    cell: (row) => (row.vanishedAt ? <span className="text-muted line-through">{row.name}</span> : row.name),
  },
  { id: 'class', header: 'Class', sortable: true, phone: 'second', width: 140, cell: (row) => IDENTITY_CLASS_LABELS[row.class] },
  { id: 'system', header: 'System', sortable: true, phone: 'second', width: 170, cell: (row) => row.system.name },
  { id: 'environment', header: 'Environment', width: 120, cell: (row) => row.environment ?? none },
  {
    id: 'owner',
    header: 'Owner',
    sortable: true,
    phone: 'second',
    width: 150,
    cell: (row) => row.owner?.name ?? <span className="text-warn-ink">nobody</span>,
  },
  {
    id: 'team',
    header: 'Team',
    optional: true,
    width: 150,
    cell: (row) =>
      row.team ? (
        <span className={row.team.own ? '' : 'text-muted'} title={row.team.own ? undefined : 'The team of its system: it has none of its own'}>
          {row.team.name}
        </span>
      ) : (
        none
      ),
  },
  { id: 'purpose', header: 'Purpose', optional: true, width: 260, cell: (row) => row.purpose ?? none },
  {
    id: 'expiresAt',
    header: 'Expires',
    sortable: true,
    align: 'end',
    width: 110,
    cell: (row) => (row.expiresAt ? <RelativeTime instant={row.expiresAt} /> : none),
  },
  { id: 'lastUsedAt', header: 'Last used', sortable: true, firstSort: 'desc', align: 'end', width: 150, cell: (row) => <LastUse use={row} /> },
  {
    id: 'privileged',
    header: 'Privileged',
    width: 124,
    phone: 'end',
    cell: (row) =>
      row.privileged ? (
        <Badge tone="warn" icon={<ShieldAlert aria-hidden="true" />}>
          privileged
        </Badge>
      ) : null,
  },
  {
    id: 'governed',
    header: 'Governed',
    optional: true,
    width: 130,
    cell: (row) => <StateBadge state={row.vanishedAt ? 'vanished' : row.governed ? 'governed' : 'ungoverned'} />,
  },
  { id: 'enabled', header: 'Enabled', optional: true, width: 100, cell: (row) => (row.enabled ? 'yes' : 'no') },
  { id: 'credentials', header: 'Credentials', optional: true, align: 'end', width: 110, cell: (row) => row.credentials.toLocaleString('en') },
  { id: 'entitlements', header: 'Entitlements', optional: true, align: 'end', width: 120, cell: (row) => row.entitlements.toLocaleString('en') },
  {
    id: 'firstSeenAt',
    header: 'First seen',
    sortable: true,
    firstSort: 'desc',
    optional: true,
    align: 'end',
    width: 120,
    cell: (row) => <RelativeTime instant={row.firstSeenAt} />,
  },
  {
    id: 'vanishedAt',
    header: 'Vanished',
    optional: true,
    align: 'end',
    width: 120,
    cell: (row) => <RelativeTime instant={row.vanishedAt} never="still there" />,
  },
  { id: 'externalId', header: 'Key at the source', optional: true, width: 220, cell: (row) => <span className="font-mono text-xs">{row.externalId}</span> },
  { id: 'id', header: 'Id', optional: true, width: 180, cell: (row) => <CopyableId id={row.id} what="identity id" /> },
]

type IdentityTableProps = {
  page: Page<IdentityRow>
  query: ListQuery
  summary: string
  filters: readonly Filter[]
  people: readonly Person[]
  rememberedColumns?: string | undefined
  /** Server actions; without them nothing can be selected. */
  ownership?: AssignActions | undefined
  maySeeSystems: boolean
}

/** The inventory. Selected identities, or all that match, get an owner together, with a preview and a reason; it can be undone for ten seconds and taken back for ten minutes. */
export function IdentityTable({ page, query, summary, filters, people, rememberedColumns, ownership, maySeeSystems }: IdentityTableProps) {
  return (
    <>
      {ownership && <TakeBackBar takeBack={ownership.takeBack} />}
      <DataTable
        id="inventory"
        caption="Identities"
        rows={page.rows}
        columns={COLUMNS}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        rowHref={(row) => `/inventory/${row.id}`}
        pathname="/inventory"
        query={query}
        rememberedColumns={rememberedColumns}
        defaultSort={{ id: 'name', dir: 'asc' }}
        filters={filters}
        search="Search names, keys and purposes"
        csvPath="/inventory/export.csv"
        page={page}
        summary={summary}
        fill
        {...(ownership
          ? { bulk: (ids: string[], clear: () => void) => <AssignOwner ids={ids} query={query} people={people} actions={ownership} onDone={clear} /> }
          : {})}
        empty={
          <EmptyState
            icon={<Boxes aria-hidden="true" />}
            title="Nothing has been discovered yet"
            action={maySeeSystems ? <LinkButton href="/systems">Go to systems</LinkButton> : undefined}
          >
            {maySeeSystems
              ? 'Connect a system and discover it, or import an export of it.'
              : 'No identity is yours. When somebody makes you the owner of one, it appears here and in your inbox.'}
          </EmptyState>
        }
      />
    </>
  )
}
