import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { cn } from '#components/ui/cn.ts'
import { toRoute } from '#components/ui/to-route.ts'

export type ChartTableRow = { label: string; href?: string | undefined; cells: readonly string[] }

/** The numbers behind a chart, folded away; each row links to what it counts. */
export function ChartTable({ caption, columns, rows }: { caption: string; columns: readonly string[]; rows: readonly ChartTableRow[] }) {
  return (
    <details className="group mt-2 text-sm">
      <summary className="inline-flex min-h-6 items-center gap-1 rounded-sm text-xs text-muted hover:text-ink">
        <ChevronRight aria-hidden="true" className="size-3.5 group-open:rotate-90" />
        Show as table
      </summary>
      <div className="relative mt-1 max-h-72 overflow-y-auto" tabIndex={0} role="region" aria-label={`${caption}, as table`}>
        <table className="w-full border-separate border-spacing-0">
          <caption className="sr-only">{caption}</caption>
          <thead className="sticky top-0 bg-canvas">
            <tr>
              {columns.map((column, index) => (
                <th key={column} scope="col" className={cn('h-7 border-b text-xs font-medium text-muted', index === 0 ? 'text-left' : 'text-right')}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.label}>
                <th scope="row" className="h-7 border-b text-left font-normal">
                  {row.href ? (
                    <Link
                      href={toRoute(row.href)}
                      prefetch={false}
                      className="rounded-sm text-accent-ink underline decoration-line-control/60 underline-offset-3 hover:decoration-current"
                    >
                      {row.label}
                    </Link>
                  ) : (
                    row.label
                  )}
                </th>
                {row.cells.map((cell, index) => (
                  <td key={columns[index + 1] ?? index} className="border-b text-right">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
