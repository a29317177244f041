import { X } from 'lucide-react'
import Link from 'next/link'
import { toRoute } from './to-route.ts'

type FilterChipProps = { field: string; verb?: string; value: string; removeHref: string }

/** One clause of the sentence that a filtered list reads as: "owner is nobody". Props: `field`, `verb` ("is"), `value`, `removeHref` (the list without it). */
export function FilterChip({ field, verb = 'is', value, removeHref }: FilterChipProps) {
  return (
    <span className="inline-flex h-7 max-w-full items-center rounded-md bg-accent-soft pl-2 text-sm text-ink">
      <span className="truncate">
        <span className="text-muted">
          {field} {verb}
        </span>{' '}
        <span className="font-medium">{value}</span>
      </span>
      <Link
        href={toRoute(removeHref)}
        prefetch={false}
        scroll={false}
        aria-label={`Remove: ${field} ${verb} ${value}`}
        className="ml-0.5 inline-flex size-7 items-center justify-center rounded-md text-muted hover:text-ink focus-visible:-outline-offset-2"
      >
        <X aria-hidden="true" className="size-3.5" />
      </Link>
    </span>
  )
}
