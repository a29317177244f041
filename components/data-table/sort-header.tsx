'use client'

import { ArrowDown, ArrowUp } from 'lucide-react'
import { cn } from '#components/ui/cn.ts'
import type { Column } from './column.ts'
import { ListLink } from './list-link.tsx'
import { valueOf } from './list-query.ts'
import type { List } from './use-list.ts'

export type Sort = { id: string; dir: 'asc' | 'desc' }

/** How the list is sorted: what the URL says, or the list's own order. */
export function currentSort(list: List, fallback: Sort | undefined): Sort | undefined {
  const id = valueOf(list.query, 'sort')
  return id ? { id, dir: valueOf(list.query, 'dir') === 'desc' ? 'desc' : 'asc' } : fallback
}

/** The head of a column; a sortable one is a link to the list sorted by it, and back again. */
export function SortHeader<Row>({ column, list, sort }: { column: Column<Row>; list: List; sort: Sort | undefined }) {
  const sorted = sort?.id === column.id ? sort.dir : undefined
  const next = sorted ? (sorted === 'asc' ? 'desc' : 'asc') : (column.firstSort ?? 'asc')
  const Arrow = (sorted ?? next) === 'asc' ? ArrowUp : ArrowDown
  return (
    <th
      role="columnheader"
      scope="col"
      aria-sort={sorted ? (sorted === 'asc' ? 'ascending' : 'descending') : undefined}
      className={cn(
        'h-8 border-b px-2 text-xs font-medium whitespace-nowrap text-muted first:pl-4 last:pr-4 md:first:pl-6 md:last:pr-6',
        column.align === 'end' ? 'text-right' : 'text-left',
      )}
    >
      {column.sortable ? (
        <ListLink
          list={list}
          changes={{ sort: column.id, dir: next }}
          className={cn(
            'group inline-flex h-6 items-center gap-1 rounded-sm hover:text-ink',
            sorted && 'text-ink',
            column.align === 'end' && 'flex-row-reverse',
          )}
        >
          {column.header}
          <Arrow aria-hidden="true" className={cn('size-3', !sorted && 'opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60')} />
        </ListLink>
      ) : (
        column.header
      )}
    </th>
  )
}
