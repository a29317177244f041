'use client'

import type { ReactNode } from 'react'
import { Button } from '#components/ui/button.tsx'
import type { Selection } from './use-selection.ts'

type SelectionBarProps = { selection: Selection; rowsOnPage: number; children: ReactNode }

/** What can be done with the selected rows; says how many are chosen, and how many of them are not on this page. */
export function SelectionBar({ selection, rowsOnPage, children }: SelectionBarProps) {
  const elsewhere = selection.ids.length - selection.onPage
  const rest = rowsOnPage - selection.onPage
  return (
    <div
      role="region"
      aria-label="Selection"
      className="sticky bottom-0 z-20 flex flex-wrap items-center gap-2 border-t bg-accent-soft px-4 py-1.5 md:static md:px-6"
    >
      <span role="status" className="mr-2 text-sm font-medium text-ink">
        {selection.ids.length} selected
        {elsewhere > 0 && <span className="font-normal text-muted">, {elsewhere} of them on other pages</span>}
      </span>
      {children}
      {rest > 0 && (
        <Button variant="quiet" size="sm" onClick={() => selection.selectPage(true)}>
          Select {rest} more on this page
        </Button>
      )}
      <Button variant="quiet" size="sm" onClick={selection.clear}>
        Clear
      </Button>
    </div>
  )
}
