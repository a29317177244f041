'use client'

import dynamic from 'next/dynamic'
import type { ChartPoint, ChartTarget, ValueFormat } from './chart-data.ts'
import { ChartFrame } from './chart-frame.tsx'
import { ChartSkeleton } from './chart-skeleton.tsx'
import { formatValue } from './format-value.ts'

const View = dynamic(() => import('./line-chart-view.tsx').then((module) => module.LineChartView), { ssr: false, loading: () => <ChartSkeleton /> })

export type LineChartProps = {
  title: string
  description: string
  /** What the points are: "Week". */
  category: string
  measure: string
  /** In order of time; labels are days or weeks. */
  points: readonly ChartPoint[]
  target?: ChartTarget
  format?: ValueFormat
}

/** A figure over time, from zero, with its last value as a number. Props: `title`, `description`, `category`, `measure`, `points` ({ label, value, href? }[]), `target`, `format`. */
export function LineChart({ title, description, category, measure, points, target, format = 'count' }: LineChartProps) {
  const last = points.at(-1)
  const rows = points.map((point) => ({ label: point.label, href: point.href, cells: [formatValue(point.value, format)] })).toReversed()
  return (
    <ChartFrame
      title={title}
      description={description}
      figure={last && formatValue(last.value, format)}
      figureNote={last?.label}
      columns={[category, measure]}
      rows={rows}
    >
      <View points={points} target={target} format={format} />
    </ChartFrame>
  )
}
