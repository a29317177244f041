import { useId, type ReactNode } from 'react'
import { cn } from './cn.ts'

type SectionProps = {
  title: string
  description?: ReactNode
  action?: ReactNode
  className?: string /** Set when the content runs from edge to edge (a table). */
  flush?: boolean
  children: ReactNode
}

/** A part of a detail page, divided by a hairline. Props: `title`, `description`, `action`, `flush` (content edge to edge), `children`. */
export function Section({ title, description, action, className, flush = false, children }: SectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={cn('border-t py-4', className)}>
      <div className="mb-2.5 flex flex-wrap items-start gap-x-4 gap-y-1 px-4 md:px-6">
        <div className="min-w-0 flex-1">
          <h2 id={id} className="text-base font-semibold text-ink">
            {title}
          </h2>
          {description && <p className="max-w-3xl text-sm text-muted">{description}</p>}
        </div>
        {action}
      </div>
      <div className={flush ? '' : 'px-4 md:px-6'}>{children}</div>
    </section>
  )
}
