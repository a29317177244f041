'use client'

import Link from 'next/link'
import type { MouseEvent } from 'react'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { cn } from '#components/ui/cn.ts'
import { toRoute } from '#components/ui/to-route.ts'
import type { Column } from './column.ts'

type DataRowProps<Row> = {
  id: string
  row: Row
  columns: readonly Column<Row>[]
  href: string | undefined
  name: string
  selected: boolean
  onSelect: ((event: unknown) => void) | undefined
  compact: boolean
}

/** Cells on a phone: name and what stands at its end on the first line, the rest on a quieter second line. */
const PHONE = {
  primary: 'max-md:order-1 max-md:min-w-0 max-md:flex-1 max-md:truncate',
  end: 'max-md:order-2 max-md:shrink-0',
  second:
    'max-md:order-4 max-md:max-w-[46%] max-md:min-w-0 max-md:truncate max-md:text-xs max-md:text-muted max-md:data-phone-label:before:mr-1 max-md:data-phone-label:before:text-faint max-md:data-phone-label:before:content-[attr(data-phone-label)]',
} as const

/**
 * One row. Its name is the link that Enter follows and that j and k move to; a click anywhere else in the row follows it too.
 * The roles are spelled out because a row that is laid out as a flex box on a phone would lose them.
 */
export function DataRow<Row>({ id, row, columns, href, name, selected, onSelect, compact }: DataRowProps<Row>) {
  return (
    <tr
      role="row"
      data-row={id}
      aria-selected={onSelect ? selected : undefined}
      onClick={href ? followRow : undefined}
      className={cn(
        'group/row transition-colors duration-75 focus-within:bg-hover hover:bg-hover',
        href && 'cursor-pointer',
        selected && 'bg-selected hover:bg-selected focus-within:bg-selected',
        'max-md:relative max-md:flex max-md:min-h-14 max-md:flex-wrap max-md:items-center max-md:gap-x-3 max-md:border-b max-md:px-4 max-md:py-2',
        "max-md:before:order-3 max-md:before:basis-full max-md:before:content-['']",
        onSelect && 'max-md:pl-12',
      )}
    >
      {onSelect && (
        <td role="cell" className="pl-4 md:border-b md:pl-5 max-md:absolute max-md:left-3 max-md:pl-0">
          <Checkbox aria-label={`Select ${name}`} checked={selected} onChange={onSelect} />
        </td>
      )}
      {columns.map((column) => (
        <td
          key={column.id}
          role="cell"
          data-phone-label={column.phoneLabel}
          className={cn(
            'truncate text-sm md:border-b md:px-2 md:first:pl-6 md:last:pr-6',
            compact ? 'md:h-7' : 'md:h-9',
            column.align === 'end' && 'md:text-right',
            column.phone ? PHONE[column.phone] : 'max-md:hidden',
          )}
        >
          {column.phone === 'primary' && href ? (
            <Link
              href={toRoute(href)}
              prefetch={false}
              data-row-link=""
              className="inline-block max-w-full truncate rounded-sm align-bottom leading-6 font-medium text-ink underline-offset-3 hover:underline focus-visible:-outline-offset-1"
            >
              {column.cell(row)}
            </Link>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
    </tr>
  )
}

function followRow(event: MouseEvent<HTMLTableRowElement>): void {
  const target = event.target
  if (!(target instanceof Element) || target.closest('a, button, input, label, summary, [role=menuitem]')) return
  if (window.getSelection()?.toString()) return
  event.currentTarget.querySelector<HTMLElement>('[data-row-link]')?.click()
}
