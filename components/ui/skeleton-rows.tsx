import { Skeleton } from './skeleton.tsx'

const WIDTHS = ['w-3/5', 'w-2/5', 'w-1/2', 'w-2/3', 'w-1/3']

/** A loading list, for loading.tsx. Props: `rows` (12), `label` ("Loading identities"). */
export function SkeletonRows({ rows = 12, label = 'Loading' }: { rows?: number; label?: string }) {
  return (
    <div role="status">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="flex h-9 animate-appear-late items-center gap-6 border-b px-4 md:px-6">
          <span className="w-1/3">
            <Skeleton className={WIDTHS[index % WIDTHS.length] ?? ''} />
          </span>
          <Skeleton className="w-20" />
          <Skeleton className="ml-auto w-16" />
        </div>
      ))}
    </div>
  )
}
