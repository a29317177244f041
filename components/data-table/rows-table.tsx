'use client'

import type { CSSProperties } from 'react'
import { Checkbox } from '#components/ui/checkbox.tsx'
import type { Column } from './column.ts'
import { DataRow } from './data-row.tsx'
import { SortHeader, type Sort } from './sort-header.tsx'
import type { List } from './use-list.ts'
import type { Selection } from './use-selection.ts'

const FLEXIBLE_COLUMN_PX = 180
const CHECKBOX_COLUMN_PX = 44

type RowsTableProps<Row extends object> = {
  caption: string
  list: List
  rows: readonly Row[]
  columns: readonly Column<Row>[]
  sort: Sort | undefined
  rowId: (row: Row) => string
  rowName: (row: Row) => string
  rowHref: ((row: Row) => string) | undefined
  /** Undefined when rows cannot be selected. */
  selection: Selection | undefined
  compact: boolean
}

/** The table itself; on a phone its rows become a list of two lines each. Roles are spelled out because that layout would lose them. */
export function RowsTable<Row extends object>({ caption, list, rows, columns, sort, rowId, rowName, rowHref, selection, compact }: RowsTableProps<Row>) {
  const minWidth = columns.reduce((sum, column) => sum + (column.width ?? FLEXIBLE_COLUMN_PX), selection ? CHECKBOX_COLUMN_PX : 0)
  return (
    <table
      role="table"
      className="w-full table-fixed border-separate border-spacing-0 text-ink max-md:block md:min-w-(--table-min)"
      style={{ '--table-min': `${minWidth}px` } as CSSProperties}
    >
      <caption className="sr-only">{caption}</caption>
      <colgroup className="max-md:hidden">
        {selection && <col style={{ width: CHECKBOX_COLUMN_PX }} />}
        {columns.map((column) => (
          <col key={column.id} style={column.width ? { width: column.width } : undefined} />
        ))}
      </colgroup>
      <thead role="rowgroup" className="sticky top-0 z-10 bg-canvas max-md:hidden">
        <tr role="row">
          {selection && (
            <th role="columnheader" scope="col" className="h-8 border-b pl-5 text-left">
              <Checkbox
                aria-label="Select all on this page"
                checked={selection.onPage === rows.length}
                indeterminate={selection.onPage > 0 && selection.onPage < rows.length}
                onChange={() => selection.selectPage(selection.onPage < rows.length)}
              />
            </th>
          )}
          {columns.map((column) => (
            <SortHeader key={column.id} column={column} list={list} sort={sort} />
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" className="max-md:block">
        {rows.map((row) => {
          const id = rowId(row)
          return (
            <DataRow
              key={id}
              id={id}
              row={row}
              columns={columns}
              href={rowHref?.(row)}
              name={rowName(row)}
              selected={selection?.has(id) ?? false}
              onSelect={selection?.handler(id)}
              compact={compact}
            />
          )
        })}
      </tbody>
    </table>
  )
}
