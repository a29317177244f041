import { Eye, FlaskConical, History, TriangleAlert, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'

export type BannerKind = 'sample' | 'readonly' | 'as-of' | 'alarm'

const LOOK: Record<BannerKind, { icon: LucideIcon; className: string }> = {
  sample: { icon: FlaskConical, className: 'bg-band-sample text-on-band-sample' },
  readonly: { icon: Eye, className: 'bg-band-readonly text-on-band-readonly' },
  'as-of': { icon: History, className: 'bg-band-readonly text-on-band-readonly' },
  alarm: { icon: TriangleAlert, className: 'bg-danger text-on-danger' },
}

/** A band that cannot be missed: sample data, a read-only session, a view of the past, an alarm. Props: `kind` sample | readonly | as-of | alarm, `children`, `action` (a link; inherits the colour). */
export function Banner({ kind, children, action }: { kind: BannerKind; children: ReactNode; action?: ReactNode }) {
  const { icon: Icon, className } = LOOK[kind]
  return (
    <div
      role={kind === 'alarm' ? 'alert' : 'note'}
      className={cn(
        'flex min-h-8 flex-wrap items-center gap-x-2 px-4 py-1 text-sm font-medium [&_a]:underline [&_a]:underline-offset-2 [&_a]:outline-current',
        className,
      )}
    >
      <Icon aria-hidden="true" className="size-4 shrink-0" />
      <span className="min-w-0 flex-1">{children}</span>
      {action}
    </div>
  )
}
