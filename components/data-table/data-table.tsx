'use client'

import { useRef, type ReactNode } from 'react'
import { cn } from '#components/ui/cn.ts'
import { DownloadLink } from '#components/ui/download-link.tsx'
import { Pagination } from '#components/ui/pagination.tsx'
import type { Column } from './column.ts'
import { FilterBar } from './filter-bar.tsx'
import type { Filter } from './filter.ts'
import { listHref, valueOf, type ListQuery } from './list-query.ts'
import { NoRows } from './no-rows.tsx'
import { PendingLine } from './pending-line.tsx'
import { RowsTable } from './rows-table.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { currentSort, type Sort } from './sort-header.tsx'
import { useColumns } from './use-columns.ts'
import { useListMemory } from './use-list-memory.ts'
import { useList } from './use-list.ts'
import { useRowKeys } from './use-row-keys.ts'
import { useSelection } from './use-selection.ts'
import { ViewMenu } from './view-menu.tsx'

export type DataTableProps<Row extends object> = {
  /** Names the list for remembered columns: "inventory". */
  id: string
  /** What the table holds, for screen readers: "Identities". */
  caption: string
  rows: readonly Row[]
  columns: readonly Column<Row>[]
  rowId: (row: Row) => string
  /** What a row is called, for its checkbox. */
  rowName: (row: Row) => string
  rowHref?: (row: Row) => string
  pathname: string
  /** The page's searchParams as they are. */
  query: ListQuery
  /** The remembered columns (cookie `columnsCookie(id)`), used when the URL has no `cols`. */
  rememberedColumns?: string | undefined
  defaultSort?: Sort
  filters?: readonly Filter[]
  search?: string
  /** The path that streams the same list as CSV; gets filters, order and columns of the screen. */
  csvPath?: string
  page?: { next: string | null; previous: string | null }
  /** Under the rows: "50 of about 12,400 identities". */
  summary?: ReactNode
  /** Why there is nothing at all and what to do next (an EmptyState). */
  empty: ReactNode
  /** In place of the rows when they could not be loaded (an ErrorState). */
  error?: ReactNode
  /** Actions on selected rows; without it rows cannot be selected. */
  bulk?: (ids: string[], clear: () => void) => ReactNode
  density?: 'normal' | 'compact'
  /** The list is the page (inside ListLayout): rows scroll under their head, and the row keys are its own. */
  fill?: boolean
}

/** A list that the server filters, sorts and pages, with its state in the URL. See DataTableProps; columns are defined at module scope of a client component. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { rows, rowId, pathname, query, filters = [], csvPath, page, error, bulk, fill = false } = props
  const region = useRef<HTMLDivElement>(null)
  const list = useList(pathname, query)
  const columns = useColumns(list, props.id, props.columns, props.rememberedColumns)
  const selection = useSelection(rows, rowId)
  const sort = currentSort(list, props.defaultSort)
  const filtered = [...filters.map((filter) => filter.id), 'q'].filter((key) => valueOf(list.query, key) !== '')

  useRowKeys({ region, active: fill, selection: bulk ? selection : undefined })
  useListMemory(region, pathname, listHref(pathname, query, { cursor: valueOf(query, 'cursor') }), fill)

  return (
    <div className={cn('flex min-w-0 flex-col', fill && 'min-h-0 flex-1')}>
      <FilterBar list={list} filters={filters} search={props.search}>
        <ViewMenu list={list} columns={props.columns} visible={columns.visible} sort={sort} onColumns={columns.choose} />
        {csvPath && <DownloadLink href={listHref(csvPath, list.query, { cols: columns.chosen })}>Download CSV</DownloadLink>}
      </FilterBar>
      {list.pending && <PendingLine />}
      <div
        ref={region}
        aria-busy={list.pending}
        className={cn(
          'relative overflow-x-auto border-t',
          fill && 'md:min-h-0 md:flex-1 md:overflow-y-auto print:overflow-visible',
          list.pending && 'cursor-progress',
        )}
      >
        {error}
        {!error && rows.length > 0 && (
          <RowsTable
            caption={props.caption}
            list={list}
            rows={rows}
            columns={columns.shown}
            sort={sort}
            rowId={rowId}
            rowName={props.rowName}
            rowHref={props.rowHref}
            selection={bulk && selection}
            compact={props.density === 'compact'}
          />
        )}
        {!error && rows.length === 0 && <NoRows list={list} filtered={filtered} empty={props.empty} />}
      </div>
      {bulk && selection.ids.length > 0 && (
        <SelectionBar selection={selection} rowsOnPage={rows.length}>
          {bulk(selection.ids, selection.clear)}
        </SelectionBar>
      )}
      {page && rows.length > 0 && (
        <Pagination
          previousHref={page.previous && list.href({ cursor: page.previous })}
          nextHref={page.next && list.href({ cursor: page.next })}
          summary={props.summary}
        />
      )}
    </div>
  )
}
