'use client'

import { ShieldCheck } from 'lucide-react'
import type { Column } from '#components/data-table/column.ts'
import { DataTable } from '#components/data-table/data-table.tsx'
import type { Filter } from '#components/data-table/filter.ts'
import type { ListQuery } from '#components/data-table/list-query.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { IDENTITY_CLASS_LABELS } from '#lib/core/identity-class.ts'
import type { Page } from '#lib/core/page.ts'
import type { FindingRow } from '#lib/findings/queries/finding-row.ts'
import { DecideDialog, type DecideAction } from './decide-dialog.tsx'
import { FindingState } from './finding-state.tsx'
import { SeverityBadge } from './severity-badge.tsx'

const COLUMNS: Column<FindingRow>[] = [
  { id: 'severity', header: 'Severity', width: 120, phone: 'end', cell: (row) => <SeverityBadge severity={row.severity} score={row.score} /> },
  { id: 'rule', header: 'Finding', width: 190, phone: 'second', cell: (row) => row.title },
  { id: 'about', header: 'About', phone: 'primary', cell: (row) => row.about },
  { id: 'class', header: 'Class', width: 140, cell: (row) => (row.identity ? IDENTITY_CLASS_LABELS[row.identity.class] : null) },
  { id: 'system', header: 'System', width: 170, phone: 'second', cell: (row) => row.system?.name },
  {
    id: 'owner',
    header: 'Owner',
    width: 150,
    phone: 'second',
    cell: (row) => row.owner?.name ?? (row.identity ? <span className="text-warn-ink">nobody</span> : null),
  },
  { id: 'state', header: 'State', width: 110, cell: (row) => <FindingState state={row.state} /> },
  { id: 'opened', header: 'Since', align: 'end', width: 110, cell: (row) => <RelativeTime instant={row.openedAt} /> },
  { id: 'until', header: 'Until', optional: true, align: 'end', width: 110, cell: (row) => (row.until ? <RelativeTime instant={row.until} /> : null) },
  { id: 'reason', header: 'Reason', optional: true, width: 240, cell: (row) => row.reason },
]

export type Decisions = { accept?: DecideAction | undefined; snooze?: DecideAction | undefined; reopen?: DecideAction | undefined }
type FindingTableProps = {
  page: Page<FindingRow>
  query: ListQuery
  /** What the list shows now: from it, what can be decided. */
  state: FindingRow['state']
  summary: string
  filters: readonly Filter[]
  rememberedColumns?: string | undefined
  now: Date
  /** Server actions; one that is absent cannot be done by this person. */
  decisions: Decisions
}

/** Findings as a list, the worst first; selected ones are decided together. */
export function FindingTable({ page, query, state, summary, filters, rememberedColumns, now, decisions }: FindingTableProps) {
  const { accept, snooze, reopen } = decisions
  const open = state === 'open'
  const decided = state === 'accepted' || state === 'snoozed'
  const bulk = (ids: string[], clear: () => void) => (
    <>
      {(open || state === 'snoozed') && accept && <DecideDialog verb="accept" ids={ids} now={now} decide={accept} onDone={clear} variant="primary" />}
      {open && snooze && <DecideDialog verb="snooze" ids={ids} now={now} decide={snooze} onDone={clear} />}
      {decided && reopen && <DecideDialog verb="reopen" ids={ids} now={now} decide={reopen} onDone={clear} />}
    </>
  )
  const mayDecide = (open && (accept ?? snooze)) || (decided && reopen)
  return (
    <DataTable
      id="findings"
      caption="Findings"
      rows={page.rows}
      columns={COLUMNS}
      rowId={(row) => row.id}
      rowName={(row) => `${row.title}: ${row.about}`}
      rowHref={(row) => `/posture/findings/${row.id}`}
      pathname="/posture/findings"
      query={query}
      rememberedColumns={rememberedColumns}
      filters={filters}
      csvPath="/posture/findings/export.csv"
      page={page}
      summary={summary}
      fill
      {...(mayDecide ? { bulk } : {})}
      empty={
        <EmptyState icon={<ShieldCheck aria-hidden="true" />} title="Nothing breaks a rule">
          Rules look at the register after every discovery, after every change, and once an hour. What people accepted or put off stands under “state is
          accepted” and “state is snoozed”.
        </EmptyState>
      }
    />
  )
}
