'use client'

import { createContext, useContext, useEffect, useState, type ReactNode } from 'react'
import { MINUTE } from '#lib/core/time.ts'
import { toDate, type Instant } from './instant.ts'

const NowContext = createContext<Date | null>(null)

/**
 * The instant that relative times are told from. Starts at the server's `now`, so that the first render agrees with the
 * server, then goes on by the server's clock (the difference to this machine's clock is kept). Props: `now`, `children`.
 */
export function NowProvider({ now, children }: { now: Instant; children: ReactNode }) {
  const start = toDate(now).getTime()
  const current = useTick(start, MINUTE / 2)
  return <NowContext value={current}>{children}</NowContext>
}

/** The current instant: ticks each `everyMs` once it runs in the browser. Needs `now` or a NowProvider above. */
export function useNow(now: Instant | undefined, everyMs: number): Date {
  const context = useContext(NowContext)
  const start = now === undefined ? context : toDate(now)
  if (!start) throw new Error('A relative time needs `now` as a prop, or a NowProvider above it')
  // The provider ticks for all who need no finer step than its own.
  return useTick(start.getTime(), now === undefined && everyMs >= MINUTE / 2 ? null : everyMs)
}

/** `start`, and then on by this machine's steady clock; null stands still. A later `start` wins over what was counted from an earlier one. */
function useTick(start: number, everyMs: number | null): Date {
  const [counted, setCounted] = useState(start)
  useEffect(() => {
    if (everyMs === null) return
    const mounted = performance.now()
    const timer = setInterval(() => setCounted(start + performance.now() - mounted), everyMs)
    return () => clearInterval(timer)
  }, [start, everyMs])
  return new Date(everyMs === null ? start : Math.max(start, counted))
}
