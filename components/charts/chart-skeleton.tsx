import { Skeleton } from '#components/ui/skeleton.tsx'

export const CHART_HEIGHT = 200

/** Keeps a chart's place while its code loads. */
export function ChartSkeleton() {
  return (
    <div style={{ height: CHART_HEIGHT }}>
      <Skeleton className="h-full" />
    </div>
  )
}
