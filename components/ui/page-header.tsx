import type { Route } from 'next'
import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { Fragment, type ReactNode } from 'react'

export type Crumb = { label: string; href: Route }

type PageHeaderProps = {
  title: ReactNode
  /** One sentence: what this page is for, or what state the thing is in. */
  description?: ReactNode
  /** The way back to the list (a ReturnLink); in place of crumbs. */
  back?: ReactNode
  /** Where this page hangs, outermost first. */
  crumbs?: readonly Crumb[]
  /** State badges beside the title. */
  badges?: ReactNode
  /** The one primary action. */
  action?: ReactNode
  /** Everything else one can do, kept quiet. */
  secondary?: ReactNode
}

/** The head of every page: where am I, one sentence, the one primary action. Props: `title`, `description`, `back` (a ReturnLink), `crumbs` ({ label, href }[]), `badges`, `action`, `secondary`. */
export function PageHeader({ title, description, back, crumbs = [], badges, action, secondary }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 pt-3.5 pb-3 md:px-6">
      <div className="min-w-0 flex-1 basis-72">
        {back}
        {crumbs.length > 0 && (
          <nav aria-label="Breadcrumb" className="mb-0.5 flex items-center gap-1 text-xs text-muted">
            {crumbs.map((crumb, index) => (
              <Fragment key={crumb.href}>
                {index > 0 && <ChevronRight aria-hidden="true" className="size-3" />}
                <Link href={crumb.href} prefetch={false} className="rounded-sm py-1 hover:text-ink hover:underline">
                  {crumb.label}
                </Link>
              </Fragment>
            ))}
          </nav>
        )}
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <h1 className="min-w-0 text-xl font-semibold tracking-[-0.01em] break-words text-ink">{title}</h1>
          {badges}
        </div>
        {description && <p className="mt-0.5 max-w-3xl text-sm text-pretty text-muted">{description}</p>}
      </div>
      {(action || secondary) && (
        <div className="flex flex-wrap items-center gap-2 pt-0.5" data-print="no">
          {secondary}
          {action}
        </div>
      )}
    </header>
  )
}
