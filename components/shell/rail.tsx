'use client'

import { Search } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { cn } from '#components/ui/cn.ts'
import { Kbd } from '#components/ui/kbd.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import { isInArea, type Area, type AreaId } from './areas.ts'
import { CountBadge } from './count-badge.tsx'
import { Mark } from './mark.tsx'

type RailProps = { areas: readonly Area[]; counts: Partial<Record<AreaId, number>>; onSearch: () => void; footer: ReactNode }

/** The left rail: areas by job, folded to icons below 1100 px, gone on a phone (BottomBar takes over). */
export function Rail({ areas, counts, onSearch, footer }: RailProps) {
  const pathname = usePathname()
  return (
    <div
      className="sticky top-(--shell-top) z-20 hidden h-[calc(100dvh-var(--shell-top))] w-14 shrink-0 flex-col gap-1 border-r bg-sunken px-2 py-3 md:flex rail:w-56"
      data-print="no"
    >
      <Link href={toRoute('/')} prefetch={false} className="mb-1 flex h-8 items-center gap-2 rounded-md px-2 text-ink max-rail:justify-center max-rail:px-0">
        <Mark className="size-5 shrink-0 text-accent-ink" />
        <span className="text-base font-semibold tracking-[-0.01em] max-rail:sr-only">Tenure</span>
      </Link>
      <button
        type="button"
        onClick={onSearch}
        aria-keyshortcuts="Meta+K Control+K"
        className="mb-2 flex h-8 items-center gap-2 rounded-md border bg-surface px-2 text-sm text-muted hover:border-line-control hover:text-ink max-rail:justify-center max-rail:px-0"
      >
        <Search aria-hidden="true" className="size-4 shrink-0" />
        <span className="flex-1 text-left max-rail:sr-only">Find</span>
        <span aria-hidden="true" className="max-rail:hidden">
          <Kbd keys="⌘K" />
        </span>
      </button>
      <nav aria-label="Main">
        <ul className="grid gap-0.5">
          {areas.map((area) => (
            <RailLink key={area.id} area={area} here={isInArea(pathname, area)} count={counts[area.id] ?? 0} />
          ))}
        </ul>
      </nav>
      <div className="mt-auto">{footer}</div>
    </div>
  )
}

function RailLink({ area, here, count }: { area: Area; here: boolean; count: number }) {
  const Icon = area.icon
  return (
    <li>
      <Link
        href={toRoute(area.href)}
        prefetch={false}
        aria-current={here ? 'page' : undefined}
        className={cn(
          'group relative flex h-8 items-center gap-2.5 rounded-md px-2 text-sm max-rail:justify-center max-rail:px-0',
          here ? 'bg-surface font-medium text-ink ring-1 ring-line' : 'text-muted hover:bg-hover hover:text-ink',
        )}
      >
        <Icon aria-hidden="true" className={cn('size-4 shrink-0', here && 'text-accent-ink')} />
        <span className="flex-1 max-rail:sr-only">{area.label}</span>
        <CountBadge count={count} className="max-rail:sr-only" />
        {count > 0 && <span aria-hidden="true" className="absolute top-1 right-1.5 size-2 rounded-full bg-accent rail:hidden" />}
        {/* The name of a folded icon, for those who see; its link carries it for those who listen. */}
        <span
          aria-hidden="true"
          className="pointer-events-none absolute left-full z-30 ml-2 hidden rounded-sm bg-band-readonly px-2 py-1 text-xs whitespace-nowrap text-on-band-readonly max-rail:group-hover:block max-rail:group-focus-visible:block"
        >
          {count > 0 ? `${area.label}, ${count} waiting` : area.label}
        </span>
      </Link>
    </li>
  )
}
