'use client'

import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import type { MouseEvent } from 'react'
import { toRoute } from '#components/ui/to-route.ts'
import { useShortcut } from '#components/ui/use-shortcut.ts'
import { addressOfList } from './list-memory.ts'

/** On a detail page: back to the list as it was left, filters, scroll and row included; Esc does the same. Props: `href` (the list's path), `children` ("Inventory"). */
export function ReturnLink({ href, children }: { href: string; children: string }) {
  const router = useRouter()
  const back = () => router.push(toRoute(addressOfList(href)))
  useShortcut('Escape', back)
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    back()
  }
  return (
    <Link
      href={toRoute(href)}
      prefetch={false}
      onClick={follow}
      className="inline-flex min-h-6 items-center gap-1 rounded-sm text-xs text-muted hover:text-ink"
    >
      <ArrowLeft aria-hidden="true" className="size-3.5" />
      {children}
    </Link>
  )
}
