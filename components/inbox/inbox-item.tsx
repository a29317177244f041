import Link from 'next/link'
import type { ReactNode } from 'react'
import { toRoute } from '#components/ui/to-route.ts'

/** One thing that waits, as one link. Props: `href`, `title`, `detail`, `mark` (a badge), `children` (its deadline). */
export function InboxItem({ href, title, detail, mark, children }: { href: string; title: string; detail: string; mark: ReactNode; children?: ReactNode }) {
  return (
    <li className="border-t">
      <Link
        href={toRoute(href)}
        prefetch={false}
        className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-0.5 px-4 py-2 hover:bg-hover focus-visible:-outline-offset-2 md:px-6"
      >
        <span className="min-w-0 text-sm font-medium md:truncate">{title}</span>
        <span className="text-right text-sm">{mark}</span>
        <span className="min-w-0 text-sm text-pretty text-muted md:truncate">{detail}</span>
        <span className="text-right text-xs text-muted">{children}</span>
      </Link>
    </li>
  )
}
