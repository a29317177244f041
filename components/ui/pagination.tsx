'use client'

import { ChevronLeft, ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import { buttonStyles } from './button-styles.ts'
import { toRoute } from './to-route.ts'
import { useShortcut } from './use-shortcut.ts'

type PaginationProps = {
  previousHref: string | null
  nextHref: string | null
  /** What is shown, in words: "50 of about 12,400 identities". */
  summary?: ReactNode
}

/** The pages of a keyset-paged list: previous and next, also by `[` and `]`. Props: `previousHref`, `nextHref` (null at the ends), `summary`. */
export function Pagination({ previousHref, nextHref, summary }: PaginationProps) {
  const router = useRouter()
  useShortcut('[', () => previousHref && router.push(toRoute(previousHref)))
  useShortcut(']', () => nextHref && router.push(toRoute(nextHref)))
  return (
    <nav aria-label="Pages" className="flex items-center gap-2 border-t px-4 py-1.5 text-sm text-muted md:px-6">
      <span className="flex-1 truncate">{summary}</span>
      <PageLink href={previousHref} rel="prev">
        <ChevronLeft aria-hidden="true" />
        Previous
      </PageLink>
      <PageLink href={nextHref} rel="next">
        Next
        <ChevronRight aria-hidden="true" />
      </PageLink>
    </nav>
  )
}

function PageLink({ href, rel, children }: { href: string | null; rel: 'prev' | 'next'; children: ReactNode }) {
  const className = buttonStyles({ variant: 'secondary', size: 'sm' })
  if (href === null) {
    return (
      <span role="link" aria-disabled="true" className={className}>
        {children}
      </span>
    )
  }
  return (
    <Link href={toRoute(href)} rel={rel} prefetch={false} className={className}>
      {children}
    </Link>
  )
}
