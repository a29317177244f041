'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cn } from './cn.ts'
import { toRoute } from './to-route.ts'

export type Tab = { href: string; label: string; count?: number }

/** Parts of one thing, each with its own address: links, of which one is the current page. Props: `label` (what they are parts of), `tabs` ({ href, label, count? }), `current` (href; the pathname otherwise). */
export function Tabs({ label, tabs, current }: { label: string; tabs: readonly Tab[]; current?: string }) {
  const pathname = usePathname()
  const active = current ?? pathname
  return (
    <nav aria-label={label} className="-mb-px flex gap-4 overflow-x-auto border-b px-4 md:px-6">
      {tabs.map((tab) => {
        const here = tab.href === active
        return (
          <Link
            key={tab.href}
            href={toRoute(tab.href)}
            prefetch={false}
            aria-current={here ? 'page' : undefined}
            className={cn(
              'flex h-9 items-center gap-1.5 border-b-2 text-sm whitespace-nowrap focus-visible:-outline-offset-2',
              here ? 'border-accent font-medium text-ink' : 'border-transparent text-muted hover:text-ink',
            )}
          >
            {tab.label}
            {tab.count !== undefined && <span className="rounded-full bg-off-soft px-1.5 text-xs text-off-ink">{tab.count.toLocaleString('en')}</span>}
          </Link>
        )
      })}
    </nav>
  )
}
