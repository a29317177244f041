'use client'

import dynamic from 'next/dynamic'
import type { ChartPoint, ChartTarget, ValueFormat } from './chart-data.ts'
import { ChartFrame } from './chart-frame.tsx'
import { ChartSkeleton } from './chart-skeleton.tsx'
import { formatValue } from './format-value.ts'

const View = dynamic(() => import('./bar-chart-view.tsx').then((module) => module.BarChartView), { ssr: false, loading: () => <ChartSkeleton /> })

export type BarChartProps = {
  title: string
  description: string
  /** What a bar is: "Class". */
  category: string
  /** What its length is: "Identities". */
  measure: string
  points: readonly ChartPoint[]
  target?: ChartTarget
  format?: ValueFormat
  /** The number beside the title: a total or the last value. */
  figure?: string
  figureNote?: string
}

/** Lying bars from zero, each labelled with its name and value. Props: `title`, `description`, `category`, `measure`, `points` ({ label, value, href?, tone? }[]), `target`, `format`, `figure`, `figureNote`. */
export function BarChart({ title, description, category, measure, points, target, format = 'count', figure, figureNote }: BarChartProps) {
  const rows = points.map((point) => ({ label: point.label, href: point.href, cells: [formatValue(point.value, format)] }))
  return (
    <ChartFrame title={title} description={description} figure={figure} figureNote={figureNote} columns={[category, measure]} rows={rows}>
      <View points={points} target={target} format={format} />
    </ChartFrame>
  )
}
