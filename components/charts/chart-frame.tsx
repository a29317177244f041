import { useId, type ReactNode } from 'react'
import { ChartTable, type ChartTableRow } from './chart-table.tsx'

type ChartFrameProps = {
  title: string
  /** Unit and window: "identities with an owner, in percent, by week". */
  description: string
  /** The last or total value, as a number. */
  figure?: string | undefined
  figureNote?: string | undefined
  columns: readonly string[]
  rows: readonly ChartTableRow[]
  children: ReactNode
}

/** Around every chart: what it shows, its last value as a number, and the table behind it, which carries the same links for keyboard and screen reader. */
export function ChartFrame({ title, description, figure, figureNote, columns, rows, children }: ChartFrameProps) {
  const id = useId()
  return (
    <figure aria-labelledby={id} className="min-w-0">
      <figcaption className="mb-2 flex items-start justify-between gap-4">
        <span className="min-w-0">
          <span id={id} className="block text-base font-semibold text-ink">
            {title}
          </span>
          <span className="block text-xs text-muted">{description}</span>
        </span>
        {figure && (
          <span className="shrink-0 text-right">
            <span className="block text-xl leading-tight font-semibold text-ink">{figure}</span>
            {figureNote && <span className="block text-xs text-muted">{figureNote}</span>}
          </span>
        )}
      </figcaption>
      <div aria-hidden="true">{children}</div>
      <ChartTable caption={title} columns={columns} rows={rows} />
    </figure>
  )
}
