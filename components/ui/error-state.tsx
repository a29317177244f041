import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

type ErrorStateProps = {
  title?: string
  /** What it means and what to do. */
  children?: ReactNode
  /** The id under which the cause is logged. */
  errorId?: string | undefined
  action?: ReactNode
}

/** Says what happened, what it means and what to do, in place of what could not be shown. Props: `title`, `children`, `errorId` (Next's `error.digest`), `action` (Try again). */
export function ErrorState({ title = 'This could not be loaded', children, errorId, action }: ErrorStateProps) {
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-center gap-1.5 px-4 py-12 text-center">
      <TriangleAlert aria-hidden="true" className="mb-1 size-6 text-bad-ink" />
      <p className="text-base font-medium text-ink">{title}</p>
      <div className="text-sm text-pretty text-muted">
        {children ?? 'Nothing was changed. Try again; when it happens again, tell your administrator the id below.'}
      </div>
      {errorId && (
        <p className="text-xs text-muted">
          Error id <code className="font-mono text-ink select-all">{errorId}</code>
        </p>
      )}
      {action && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}
