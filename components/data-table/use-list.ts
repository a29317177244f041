'use client'

import { useRouter } from 'next/navigation'
import { useOptimistic, useTransition } from 'react'
import { toRoute } from '#components/ui/to-route.ts'
import { changeQuery, listHref, type ListChanges, type ListQuery } from './list-query.ts'

export type List = {
  pathname: string
  /** What the URL says, or is about to say while the server answers. */
  query: ListQuery
  pending: boolean
  href: (changes: ListChanges) => string
  go: (changes: ListChanges, how?: 'push' | 'replace') => void
}

/** A list whose state is its URL: addresses of changed states, and going there while the old rows stay in place. */
export function useList(pathname: string, given: ListQuery): List {
  const router = useRouter()
  const [pending, start] = useTransition()
  const [query, setQuery] = useOptimistic(given)
  return {
    pathname,
    query,
    pending,
    href: (changes) => listHref(pathname, query, changes),
    go: (changes, how = 'push') =>
      start(() => {
        setQuery(changeQuery(query, changes))
        router[how](toRoute(listHref(pathname, query, changes)), { scroll: false })
      }),
  }
}
