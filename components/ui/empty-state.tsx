import type { ReactNode } from 'react'

type EmptyStateProps = { title: string; children?: ReactNode; action?: ReactNode; icon?: ReactNode }

/** Says why a list is empty and what to do next. Props: `title` ("No requests wait for you"), `children` (one or two sentences), `action` (a button or link), `icon`. */
export function EmptyState({ title, children, action, icon }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-1.5 px-4 py-12 text-center">
      {icon && <span className="mb-1 text-faint [&_svg]:size-6">{icon}</span>}
      <p className="text-base font-medium text-ink">{title}</p>
      {children && <div className="text-sm text-pretty text-muted">{children}</div>}
      {action && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}
