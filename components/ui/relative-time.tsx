'use client'

import { MINUTE, relativeInWords } from '#lib/core/time.ts'
import { exactInstant, toDate, type Instant } from './instant.ts'
import { useNow } from './now.tsx'

/** "12 d ago", "in 3 h": with the exact instant on hover and for machines. Props: `instant` (null says `never`), `now` (the server's; or a NowProvider above), `never` ("never"). */
export function RelativeTime({ instant, now, never = 'never' }: { instant: Instant | null; now?: Instant; never?: string }) {
  const current = useNow(now, MINUTE / 2)
  if (instant === null) return <span className="text-faint">{never}</span>
  const date = toDate(instant)
  return (
    <time dateTime={date.toISOString()} title={exactInstant(date)} className="whitespace-nowrap" suppressHydrationWarning>
      {relativeInWords(date, current)}
    </time>
  )
}
