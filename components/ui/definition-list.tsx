import type { ReactNode } from 'react'
import { cn } from './cn.ts'

export type Definition = { term: string; detail: ReactNode }

/** Facts as term and detail; an absent detail says "not set". Props: `items` ({ term, detail }[]), `columns` 1 | 2. */
export function DefinitionList({ items, columns = 1 }: { items: readonly Definition[]; columns?: 1 | 2 }) {
  return (
    <dl className={cn('grid gap-x-8', columns === 2 && 'md:grid-cols-2')}>
      {items.map(({ term, detail }) => (
        <div key={term} className="grid grid-cols-[minmax(7rem,2fr)_5fr] items-baseline gap-3 py-1.5 text-sm">
          <dt className="text-muted">{term}</dt>
          <dd className="min-w-0 break-words text-ink">
            {detail === null || detail === undefined || detail === '' ? <span className="text-faint">not set</span> : detail}
          </dd>
        </div>
      ))}
    </dl>
  )
}
