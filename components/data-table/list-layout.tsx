import type { ReactNode } from 'react'

/**
 * A page that is a list: fills the window below the bands, so that the rows scroll under a head that stays; on a phone the page
 * scrolls as usual. Put PageHeader, perhaps Tabs, and one DataTable with `fill` into it.
 */
export function ListLayout({ children }: { children: ReactNode }) {
  return <div className="flex min-w-0 flex-col md:h-[calc(100dvh-var(--shell-top,0px))] md:min-h-120 print:block print:h-auto">{children}</div>
}
