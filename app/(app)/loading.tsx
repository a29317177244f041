import { Skeleton } from '#components/ui/skeleton.tsx'
import { SkeletonRows } from '#components/ui/skeleton-rows.tsx'

export default function Loading() {
  return (
    <>
      {/* Where the title and its sentence will stand, so that the rows do not jump */}
      <div className="grid gap-2 border-b px-4 pt-4 pb-3.5 md:px-6">
        <Skeleton className="h-6 w-40" />
        <Skeleton className="w-80 max-w-full" />
      </div>
      <SkeletonRows />
    </>
  )
}
