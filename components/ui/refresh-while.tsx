'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Reloads the page's data, in place, for as long as something is under way. Rests while the tab is hidden. Props: `active`, `everyMs` (1,000). */
export function RefreshWhile({ active, everyMs = 1_000 }: { active: boolean; everyMs?: number }) {
  const router = useRouter()
  useEffect(() => {
    if (!active) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh()
    }, everyMs)
    return () => clearInterval(timer)
  }, [active, everyMs, router])
  return null
}
