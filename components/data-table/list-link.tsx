'use client'

import Link from 'next/link'
import type { MouseEvent, ReactNode } from 'react'
import { toRoute } from '#components/ui/to-route.ts'
import type { ListChanges } from './list-query.ts'
import type { List } from './use-list.ts'

type ListLinkProps = { list: List; changes: ListChanges; className?: string; children: ReactNode }

/** A link to a changed state of the list: an address that can be opened elsewhere, and on a plain click the rows stay until the new ones are there. */
export function ListLink({ list, changes, className = '', children }: ListLinkProps) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    list.go(changes)
  }
  return (
    <Link href={toRoute(list.href(changes))} prefetch={false} scroll={false} onClick={follow} className={className}>
      {children}
    </Link>
  )
}
