'use client'

import { Search } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Dialog } from '#components/ui/dialog.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import type { Area } from './areas.ts'

type MoreDialogProps = { open: boolean; onOpenChange: (open: boolean) => void; areas: readonly Area[]; onSearch: () => void; account: ReactNode }

/** What the bottom bar of a phone has no room for: the other areas, search, the account. */
export function MoreDialog({ open, onOpenChange, areas, onSearch, account }: MoreDialogProps) {
  const row = 'flex h-11 w-full items-center gap-3 rounded-md px-2 text-base text-ink hover:bg-hover'
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="More" size="sm">
      <nav aria-label="More areas">
        <ul>
          <li>
            <button type="button" onClick={onSearch} className={row}>
              <Search aria-hidden="true" className="size-5 text-muted" />
              Find
            </button>
          </li>
          {areas.map(({ id, href, label, icon: Icon }) => (
            <li key={id}>
              <Link href={toRoute(href)} prefetch={false} onClick={() => onOpenChange(false)} className={row}>
                <Icon aria-hidden="true" className="size-5 text-muted" />
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="mt-2 border-t pt-2 pb-3">{account}</div>
    </Dialog>
  )
}
