'use client'

import { Hourglass, TimerOff } from 'lucide-react'
import { durationInWords, MINUTE, SECOND } from '#lib/core/time.ts'
import { cn } from './cn.ts'
import { exactInstant, toDate, type Instant } from './instant.ts'
import { useNow } from './now.tsx'

type CountdownProps = {
  deadline: Instant
  now?: Instant
  /** From how many milliseconds before the deadline on the colour warns. */
  warnBelowMs?: number
  /** What to say once it has passed. */
  over?: string
  className?: string
}

/** A deadline that counts down and changes colour once. Props: `deadline`, `now` (or a NowProvider above), `warnBelowMs` (15 min), `over` ("over"). */
export function Countdown({ deadline, now, warnBelowMs = 15 * MINUTE, over = 'over', className }: CountdownProps) {
  const date = toDate(deadline)
  const left = date.getTime() - useNow(now, SECOND).getTime()
  const Icon = left > 0 ? Hourglass : TimerOff
  return (
    <time
      role="timer"
      dateTime={date.toISOString()}
      title={exactInstant(date)}
      suppressHydrationWarning
      className={cn('inline-flex items-baseline gap-1 whitespace-nowrap', left > warnBelowMs ? 'text-ink' : 'font-medium text-warn-ink', className)}
    >
      <Icon aria-hidden="true" className="size-3.5 shrink-0 self-center" />
      <span suppressHydrationWarning>{left > 0 ? `${durationInWords(left)} left` : over}</span>
    </time>
  )
}
