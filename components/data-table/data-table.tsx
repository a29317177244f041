'use client'

import { rowSelectionFeature, tableFeatures, useTable } from '@tanstack/react-table'
import { useRef, useState, type ReactNode } from 'react'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { cn } from '#components/ui/cn.ts'
import { DownloadLink } from '#components/ui/download-link.tsx'
import { Pagination } from '#components/ui/pagination.tsx'
import { visibleColumnIds, type Column } from './column.ts'
import { rememberColumns } from './columns-cookie.ts'
import { DataRow } from './data-row.tsx'
import { FilterBar } from './filter-bar.tsx'
import type { Filter } from './filter.ts'
import { listHref, valueOf, type ListQuery } from './list-query.ts'
import { NoRows } from './no-rows.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { currentSort, SortHeader, type Sort } from './sort-header.tsx'
import { useList } from './use-list.ts'
import { useListMemory } from './use-list-memory.ts'
import { useRowKeys } from './use-row-keys.ts'
import { ViewMenu } from './view-menu.tsx'

const features = tableFeatures({ rowSelectionFeature })
const FLEXIBLE_COLUMN_PX = 180

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
  const {
    id,
    caption,
    rows,
    columns,
    rowId,
    rowName,
    rowHref,
    pathname,
    filters = [],
    search,
    csvPath,
    page,
    summary,
    empty,
    error,
    bulk,
    density = 'normal',
    fill = false,
  } = props
  const list = useList(pathname, props.query)
  const region = useRef<HTMLDivElement>(null)
  const [rowSelection, setRowSelection] = useState<Record<string, true>>({})
  const table = useTable({ features, columns: NO_COLUMNS, data: rows, getRowId: rowId, state: { rowSelection }, onRowSelectionChange: setRowSelection })

  const cols = valueOf(list.query, 'cols') || props.rememberedColumns
  const visible = visibleColumnIds(columns, cols)
  const shown = columns.filter((column) => visible.has(column.id))
  const sort = currentSort(list, props.defaultSort)
  const selectedIds = Object.keys(rowSelection)
  const onPage = rows.filter((row) => rowSelection[rowId(row)]).length
  const clear = () => setRowSelection({})
  const filtered = [...filters.map((filter) => filter.id), 'q'].filter((key) => valueOf(list.query, key) !== '')

  useRowKeys({
    region,
    active: fill,
    toggle: (rowKey) => bulk && table.getRow(rowKey).toggleSelected(),
    clear: () => {
      clear()
      return selectedIds.length > 0
    },
  })
  useListMemory(region, pathname, listHref(pathname, props.query, { cursor: valueOf(props.query, 'cursor') }), fill)

  const chooseColumns = (ids: string[]) => {
    const chosen = ids.join(',')
    const standard = chosen === [...visibleColumnIds(columns, undefined)].join(',')
    rememberColumns(id, standard ? null : chosen)
    list.go({ cols: standard ? null : chosen }, 'replace')
  }
  const minWidth = shown.reduce((sum, column) => sum + (column.width ?? FLEXIBLE_COLUMN_PX), bulk ? 40 : 0)

  return (
    <div className={cn('flex min-w-0 flex-col', fill && 'min-h-0 flex-1')}>
      <FilterBar list={list} filters={filters} search={search}>
        <ViewMenu list={list} columns={columns} visible={visible} sort={sort} onColumns={chooseColumns} />
        {csvPath && <DownloadLink href={listHref(csvPath, list.query, { cols: cols || null })}>Download CSV</DownloadLink>}
      </FilterBar>
      {list.pending && <PendingLine />}
      <div
        ref={region}
        aria-busy={list.pending}
        className={cn('relative overflow-x-auto border-t', fill && 'md:min-h-0 md:flex-1 md:overflow-y-auto', list.pending && 'cursor-progress')}
      >
        {error ??
          (rows.length > 0 && (
            <table
              role="table"
              className="w-full table-fixed border-separate border-spacing-0 text-ink max-md:block md:min-w-(--table-min)"
              style={{ '--table-min': `${minWidth}px` } as React.CSSProperties}
            >
              <caption className="sr-only">{caption}</caption>
              <colgroup className="max-md:hidden">
                {bulk && <col style={{ width: 44 }} />}
                {shown.map((column) => (
                  <col key={column.id} style={column.width ? { width: column.width } : undefined} />
                ))}
              </colgroup>
              <thead role="rowgroup" className="sticky top-0 z-10 bg-canvas max-md:hidden">
                <tr role="row">
                  {bulk && (
                    <th role="columnheader" scope="col" className="h-8 border-b pl-5 text-left">
                      <Checkbox
                        aria-label="Select all on this page"
                        checked={rows.length > 0 && onPage === rows.length}
                        indeterminate={onPage > 0 && onPage < rows.length}
                        onChange={() => table.toggleAllRowsSelected(onPage < rows.length)}
                      />
                    </th>
                  )}
                  {shown.map((column) => (
                    <SortHeader key={column.id} column={column} list={list} sort={sort} />
                  ))}
                </tr>
              </thead>
              <tbody role="rowgroup" className="max-md:block">
                {table.getRowModel().rows.map((row) => (
                  <DataRow
                    key={row.id}
                    id={row.id}
                    row={row.original}
                    columns={shown}
                    href={rowHref?.(row.original)}
                    name={rowName(row.original)}
                    selected={rowSelection[row.id] === true}
                    onSelect={bulk ? row.getToggleSelectedHandler() : undefined}
                    compact={density === 'compact'}
                  />
                ))}
              </tbody>
            </table>
          ))}
        {!error && rows.length === 0 && <NoRows list={list} filtered={filtered} empty={empty} />}
      </div>
      {bulk && selectedIds.length > 0 && (
        <SelectionBar
          count={selectedIds.length}
          elsewhere={selectedIds.length - onPage}
          rest={rows.length - onPage}
          onSelectPage={() => table.toggleAllRowsSelected(true)}
          onClear={clear}
        >
          {bulk(selectedIds, clear)}
        </SelectionBar>
      )}
      {page && rows.length > 0 && (
        <Pagination
          previousHref={page.previous && list.href({ cursor: page.previous })}
          nextHref={page.next && list.href({ cursor: page.next })}
          summary={summary}
        />
      )}
    </div>
  )
}

/** The old rows stay in place while the new ones are fetched; after 300 ms a line says that it takes longer. */
function PendingLine() {
  return (
    <div aria-hidden="true" className="relative z-20 -mb-0.5 h-0.5 animate-appear-late overflow-hidden">
      <div className="h-full w-2/5 animate-slide bg-accent" />
    </div>
  )
}

/** Cells are drawn from our own columns, so that a page of rows costs the server no column model. */
const NO_COLUMNS: [] = []
