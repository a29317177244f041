import type { ReactNode } from 'react'
import { cn } from './cn.ts'
import type { Instant } from './instant.ts'
import { RelativeTime } from './relative-time.tsx'
import { TONE_INK, type Tone } from './tone.ts'

export type TimelineEvent = {
  id: string
  /** A lucide icon; without one a dot. */
  icon?: ReactNode
  tone?: Tone
  title: ReactNode
  /** When it happened; null for what is still to come. */
  instant: Instant | null
  detail?: ReactNode
}

/** What happened, in order: a lease's story, an identity's history. Props: `events` ({ id, icon?, tone?, title, instant | null, detail? }[]), `now` (or a NowProvider above), `label`. */
export function Timeline({ events, now, label = 'History' }: { events: readonly TimelineEvent[]; now?: Instant; label?: string }) {
  return (
    <ol aria-label={label} className="grid">
      {events.map((event, index) => {
        const ahead = event.instant === null
        return (
          <li key={event.id} className="relative grid grid-cols-[1.25rem_1fr] gap-x-3 pb-4 last:pb-0">
            {index < events.length - 1 && <span aria-hidden="true" className="absolute top-5 bottom-0 left-2.5 w-px bg-line" />}
            <span className={cn('flex size-5 items-center justify-center [&_svg]:size-4', ahead ? 'text-faint' : TONE_INK[event.tone ?? 'off'])}>
              {event.icon ?? <span className={cn('size-2 rounded-full border-2 border-current', !ahead && 'bg-current')} />}
            </span>
            <div className="min-w-0">
              <div className="flex flex-wrap items-baseline justify-between gap-x-4 text-sm md:flex-nowrap">
                <span className={ahead ? 'text-muted' : 'font-medium text-ink'}>{event.title}</span>
                <span className="text-xs whitespace-nowrap text-muted">
                  {event.instant === null ? 'not yet' : <RelativeTime instant={event.instant} {...(now ? { now } : {})} />}
                </span>
              </div>
              {event.detail && <div className="mt-0.5 text-sm text-muted">{event.detail}</div>}
            </div>
          </li>
        )
      })}
    </ol>
  )
}
