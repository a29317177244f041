'use client'

import type { ReactNode } from 'react'
import { FilterChip } from '#components/ui/filter-chip.tsx'
import { FilterMenu } from './filter-menu.tsx'
import { filterWords, type Filter } from './filter.ts'
import { ListLink } from './list-link.tsx'
import { SearchBox } from './search-box.tsx'
import type { List } from './use-list.ts'

type FilterBarProps = {
  list: List
  filters: readonly Filter[]
  /** The label of the text search; without one the list has no search. */
  search?: string | undefined
  /** Right-hand side: view menu, download. */
  children?: ReactNode
}

/** Above a list: text search, filters as chips that read as a sentence ("owner is nobody · environment is production"), and what else can be done with the list. */
export function FilterBar({ list, filters, search, children }: FilterBarProps) {
  const set = filters.flatMap((filter) => {
    const words = filterWords(filter, list.query)
    return words === null ? [] : [{ filter, words }]
  })
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 py-2.5 md:px-6" data-print="no">
      {search && <SearchBox list={list} label={search} />}
      {filters.length > 0 && <FilterMenu list={list} filters={filters} />}
      {children && <div className="ml-auto flex items-center gap-2">{children}</div>}
      {set.length > 0 && (
        <ul aria-label="Filters" className="flex w-full min-w-0 flex-wrap items-center gap-1">
          {set.map(({ filter, words }, index) => (
            <li key={filter.id} className="flex min-w-0 items-center gap-1">
              {index > 0 && (
                <span aria-hidden="true" className="text-faint max-md:hidden">
                  ·
                </span>
              )}
              <FilterChip field={filter.field} verb={filter.verb ?? 'is'} value={words} removeHref={list.href({ [filter.id]: null })} />
            </li>
          ))}
          <li>
            <ListLink
              list={list}
              changes={Object.fromEntries(filters.map((filter) => [filter.id, null]))}
              className="inline-flex h-7 items-center rounded-md px-2 text-sm text-muted hover:text-ink"
            >
              Clear all
            </ListLink>
          </li>
        </ul>
      )}
    </div>
  )
}
