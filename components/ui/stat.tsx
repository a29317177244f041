import type { Route } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { TONE_INK, type Tone } from './tone.ts'

type StatProps = {
  label: string
  value: ReactNode
  /** The unit and window: "of 312 identities", "in the last 90 days". */
  context?: ReactNode
  /** The rows behind the figure. */
  href?: Route
  tone?: Tone
  /** The state's icon, when the figure is an alarm: colour never speaks alone. */
  icon?: ReactNode
}

/** One figure with its unit and window, linking to the rows behind it. Props: `label`, `value`, `context`, `href`, `tone`, `icon`. Several stand in a StatRow. */
export function Stat({ label, value, context, href, tone, icon }: StatProps) {
  const body = (
    <>
      <span className="text-sm text-muted">{label}</span>
      <span className={`flex items-center gap-1.5 text-xl font-semibold tracking-[-0.01em] [&_svg]:size-4 ${tone ? TONE_INK[tone] : 'text-ink'}`}>
        {icon}
        {value}
      </span>
      {context && <span className="text-xs text-muted">{context}</span>}
    </>
  )
  const className = 'flex min-w-36 flex-1 flex-col gap-0.5 bg-canvas px-4 py-3 md:px-6'
  if (!href) return <div className={className}>{body}</div>
  return (
    <Link href={href} prefetch={false} className={`${className} hover:bg-hover focus-visible:-outline-offset-2`}>
      {body}
    </Link>
  )
}

/** Figures side by side, divided by hairlines; the line below is that of the section that follows. */
export function StatRow({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap gap-px border-t bg-line">{children}</div>
}
