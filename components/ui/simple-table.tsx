import type { ReactNode } from 'react'
import { cn } from './cn.ts'

export type SimpleColumn<Row> = { header: string; cell: (row: Row) => ReactNode; align?: 'end' }
type SimpleTableProps<Row> = {
  label: string
  rows: readonly Row[]
  columns: readonly SimpleColumn<Row>[]
  rowKey: (row: Row) => string /** How many there are in all. */
  total?: number
}

/** A short table within a page, without sorting or paging; scrolls sideways on a phone. Props: `label`, `rows`, `columns` ({ header, cell, align }), `rowKey`, `total`. */
export function SimpleTable<Row>({ label, rows, columns, rowKey, total = rows.length }: SimpleTableProps<Row>) {
  return (
    <div className="overflow-x-auto border-t focus-visible:-outline-offset-2" role="region" aria-label={label} tabIndex={0}>
      <table className="w-full text-sm">
        <thead className="text-left text-xs text-muted">
          <tr>
            {columns.map((column) => (
              <th
                key={column.header}
                scope="col"
                className={cn('h-8 px-4 font-medium whitespace-nowrap first:md:pl-6 last:md:pr-6', column.align === 'end' && 'text-right')}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className="h-9 border-t">
              {columns.map((column) => (
                <td
                  key={column.header}
                  className={cn('border-t px-4 py-1 first:md:pl-6 last:md:pr-6', column.align === 'end' ? 'text-right whitespace-nowrap' : 'max-md:min-w-28')}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {total > rows.length && <p className="border-t px-4 py-2 text-xs text-muted md:px-6">and {(total - rows.length).toLocaleString('en')} more</p>}
    </div>
  )
}
