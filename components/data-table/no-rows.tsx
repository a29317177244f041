'use client'

import { SearchX } from 'lucide-react'
import type { ReactNode } from 'react'
import { buttonStyles } from '#components/ui/button-styles.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ListLink } from './list-link.tsx'
import { valueOf } from './list-query.ts'
import type { List } from './use-list.ts'

type NoRowsProps = { list: List; filtered: readonly string[]; empty: ReactNode }

/** An empty list: because nothing matches (then the filters can be taken away), because the page lies behind the last row, or because there is nothing at all. */
export function NoRows({ list, filtered, empty }: NoRowsProps) {
  if (filtered.length > 0) {
    return (
      <EmptyState
        icon={<SearchX aria-hidden="true" />}
        title="Nothing matches"
        action={
          <ListLink list={list} changes={Object.fromEntries(filtered.map((key) => [key, null]))} className={buttonStyles({ variant: 'secondary' })}>
            Clear search and filters
          </ListLink>
        }
      >
        No row fits the search and all filters at once. Take one away to see more.
      </EmptyState>
    )
  }
  if (valueOf(list.query, 'cursor')) {
    return (
      <EmptyState
        title="This page is empty now"
        action={
          <ListLink list={list} changes={{ cursor: null }} className={buttonStyles({ variant: 'secondary' })}>
            Go to the first page
          </ListLink>
        }
      >
        The rows that stood here have gone since you came.
      </EmptyState>
    )
  }
  return empty
}
