'use client'

import { Ellipsis } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cn } from '#components/ui/cn.ts'
import { toRoute } from '#components/ui/to-route.ts'
import { isInArea, type Area, type AreaId } from './areas.ts'
import { CountBadge } from './count-badge.tsx'

type BottomBarProps = { areas: readonly Area[]; counts: Partial<Record<AreaId, number>>; onMore: () => void }
export const IN_BOTTOM_BAR = 5

/** The rail of a phone: five areas and More. */
export function BottomBar({ areas, counts, onMore }: BottomBarProps) {
  const pathname = usePathname()
  const inMore = areas.slice(IN_BOTTOM_BAR).some((area) => isInArea(pathname, area))
  return (
    <nav aria-label="Main" className="z-20 border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden">
      <ul className="grid auto-cols-fr grid-flow-col">
        {areas.slice(0, IN_BOTTOM_BAR).map((area) => {
          const here = isInArea(pathname, area)
          const Icon = area.icon
          return (
            <li key={area.id} className="min-w-0">
              <Link href={toRoute(area.href)} prefetch={false} aria-current={here ? 'page' : undefined} className={item(here)}>
                <span className="relative">
                  <Icon aria-hidden="true" className={cn('size-5', here && 'text-accent-ink')} />
                  <CountBadge count={counts[area.id] ?? 0} className="absolute -top-1.5 left-3" />
                </span>
                {area.label}
              </Link>
            </li>
          )
        })}
        <li className="min-w-0">
          <button type="button" onClick={onMore} aria-haspopup="dialog" className={item(inMore)}>
            <Ellipsis aria-hidden="true" className={cn('size-5', inMore && 'text-accent-ink')} />
            More
          </button>
        </li>
      </ul>
    </nav>
  )
}

const item = (here: boolean) =>
  cn('flex h-14 w-full flex-col items-center justify-center gap-0.5 text-xs focus-visible:-outline-offset-2', here ? 'font-medium text-ink' : 'text-muted')
