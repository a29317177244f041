import type { Route } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'

/** A link within text or a cell. Props: `href`, `quiet` (ink instead of accent, underlined on hover: for table cells). */
export function TextLink<T extends string>({
  href,
  quiet = false,
  className,
  children,
}: {
  href: Route<T>
  quiet?: boolean
  className?: string
  children: ReactNode
}) {
  return (
    <Link
      href={href}
      prefetch={false}
      className={cn(
        'rounded-sm underline-offset-3',
        quiet ? 'font-medium text-ink hover:underline' : 'text-accent-ink underline decoration-line-control/60 hover:decoration-current',
        className,
      )}
    >
      {children}
    </Link>
  )
}
