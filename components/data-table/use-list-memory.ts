'use client'

import { useEffect, useEffectEvent, type RefObject } from 'react'
import { leaveList, returnToList } from './list-memory.ts'

/** Keeps a list's address, scroll and opened row, and on return gives them back with the focus on that row. */
export function useListMemory(region: RefObject<HTMLElement | null>, pathname: string, href: string, active: boolean): void {
  const restore = useEffectEvent(() => {
    const box = region.current
    if (!box) return
    const place = returnToList(pathname, href)
    leaveList(pathname, { href, row: null, top: 0 })
    if (!place) return
    box.scrollTo({ top: place.top })
    const row = box.querySelector(`[data-row="${CSS.escape(place.row ?? '')}"]`)
    row?.querySelector<HTMLElement>('[data-row-link]')?.focus({ preventScroll: true })
    row?.scrollIntoView({ block: 'nearest' })
  })

  useEffect(() => {
    const box = region.current
    if (!active || !box) return
    restore()
    const leave = (event: Event) => {
      const row = event.target instanceof Element && event.target.closest('[data-row-link]') ? event.target.closest<HTMLElement>('[data-row]') : null
      if (row) leaveList(pathname, { href, row: row.dataset['row'] ?? null, top: box.scrollTop })
    }
    box.addEventListener('click', leave)
    return () => box.removeEventListener('click', leave)
  }, [region, pathname, href, active])
}
