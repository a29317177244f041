import { SkeletonRows } from '#components/ui/skeleton-rows.tsx'

export default function Loading() {
  return <SkeletonRows />
}
