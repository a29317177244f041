import type { ReactNode } from 'react'
import { TextLink } from '#components/ui/text-link.tsx'
import { toRoute } from '#components/ui/to-route.ts'

const SHOWN = 20

/** One kind of thing that waits; nothing at all when none does. Props: `title`, `count`, `more` (where the rest stands), `children` (InboxItem). */
export function InboxSection({ title, count, more, children }: { title: string; count: number; more?: string; children: ReactNode }) {
  if (count === 0) return null
  return (
    <section aria-label={title} className="border-t">
      <h2 className="flex items-baseline gap-2 px-4 pt-4 pb-1.5 text-base font-semibold md:px-6">
        {title} <span className="text-sm font-normal text-muted">{count >= SHOWN ? `the first ${SHOWN}` : count}</span>
      </h2>
      <ul>{children}</ul>
      {more && count >= SHOWN && (
        <p className="px-4 py-2 text-sm md:px-6">
          <TextLink href={toRoute(more)}>Show all in the inventory</TextLink>
        </p>
      )}
    </section>
  )
}
