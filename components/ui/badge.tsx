import type { ReactNode } from 'react'
import { cn } from './cn.ts'
import { TONE_SOFT, type Tone } from './tone.ts'

type BadgeProps = { tone?: Tone; icon?: ReactNode; className?: string; children: ReactNode }

/** A word on a quiet ground. For states use StateBadge, which knows icon and colour. Props: `tone` (off), `icon`, `children`. */
export function Badge({ tone = 'off', icon, className, children }: BadgeProps) {
  return (
    <span
      className={cn(
        'inline-flex h-5 items-baseline gap-1 rounded-sm px-1.5 text-xs leading-5 font-medium whitespace-nowrap [&_svg]:size-3.5 [&_svg]:shrink-0 [&_svg]:self-center',
        TONE_SOFT[tone],
        className,
      )}
    >
      {icon}
      {children}
    </span>
  )
}
