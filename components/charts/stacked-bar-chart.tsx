'use client'

import dynamic from 'next/dynamic'
import { markColour, type ChartSeries, type StackedPoint, type ValueFormat } from './chart-data.ts'
import { ChartFrame } from './chart-frame.tsx'
import { ChartSkeleton } from './chart-skeleton.tsx'
import { formatValue } from './format-value.ts'

const View = dynamic(() => import('./stacked-bar-chart-view.tsx').then((module) => module.StackedBarChartView), {
  ssr: false,
  loading: () => <ChartSkeleton />,
})

export type StackedBarChartProps = {
  title: string
  description: string
  category: string
  series: readonly ChartSeries[]
  points: readonly StackedPoint[]
  format?: ValueFormat
  figure?: string
  figureNote?: string
}

/** Lying bars made of parts, from zero; the parts are named once above the bars, each wide enough one carries its value. Props: `title`, `description`, `category`, `series` ({ id, label, tone? }[]), `points` ({ label, values, href?, hrefs? }[]), `format`, `figure`, `figureNote`. */
export function StackedBarChart({ title, description, category, series, points, format = 'count', figure, figureNote }: StackedBarChartProps) {
  const rows = points.map((point) => ({ label: point.label, href: point.href, cells: series.map(({ id }) => formatValue(point.values[id] ?? 0, format)) }))
  return (
    <ChartFrame
      title={title}
      description={description}
      figure={figure}
      figureNote={figureNote}
      columns={[category, ...series.map(({ label }) => label)]}
      rows={rows}
    >
      <ul className="mb-1 flex flex-wrap gap-x-4 text-xs text-muted">
        {series.map(({ id, label, tone }) => (
          <li key={id} className="flex items-center gap-1.5">
            <span className="size-2.5 rounded-sm" style={{ background: markColour(tone) }} />
            {label}
          </li>
        ))}
      </ul>
      <View series={series} points={points} format={format} />
    </ChartFrame>
  )
}
