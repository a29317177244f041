import { CircleAlert, CircleCheck, Info, TriangleAlert, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'
import { TONE_INK, TONE_SOFT, type Tone } from './tone.ts'

const ICONS: Record<Tone, LucideIcon> = { good: CircleCheck, info: Info, wait: CircleAlert, warn: TriangleAlert, bad: TriangleAlert, off: Info }

type NoticeProps = {
  tone?: Tone
  title: ReactNode
  children?: ReactNode
  action?: ReactNode /** Set for what appeared after an action: it is read aloud. */
  live?: boolean
}

/** A message within a page: what a policy decided, why a form is closed. Props: `tone` (info), `title`, `children`, `action`, `live`. */
export function Notice({ tone = 'info', title, children, action, live = false }: NoticeProps) {
  const Icon = ICONS[tone]
  return (
    <div role={live ? 'status' : undefined} className={cn('flex flex-wrap items-start gap-x-2 gap-y-2 rounded-md px-3 py-2 text-sm', TONE_SOFT[tone])}>
      <Icon aria-hidden="true" className={cn('mt-0.5 size-4 shrink-0', TONE_INK[tone])} />
      <div className="min-w-0 flex-1 text-ink">
        <p className="font-medium">{title}</p>
        {children && <div className="mt-0.5 text-muted">{children}</div>}
      </div>
      {action}
    </div>
  )
}
