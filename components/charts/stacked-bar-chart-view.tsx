'use client'

import { Bar, BarChart, ResponsiveContainer, XAxis, YAxis, type BarShapeProps } from 'recharts'
import { markColour, onMarkColour, type ChartSeries, type StackedPoint, type ValueFormat } from './chart-data.ts'
import { formatValue } from './format-value.ts'
import { MarkLink } from './mark-link.tsx'

const ROW_PX = 34
const LABEL_PX = 120
const PX_PER_CHARACTER = 8

/** The drawing behind StackedBarChart; kept apart so that recharts loads only where a chart is. */
export function StackedBarChartView({ series, points, format }: { series: readonly ChartSeries[]; points: readonly StackedPoint[]; format: ValueFormat }) {
  const part =
    ({ id, label, tone }: ChartSeries) =>
    ({ x, y, width, height, index }: BarShapeProps) => {
      const point = points[index]
      const words = formatValue(point?.values[id] ?? 0, format)
      if (width < 0.5) return <g />
      return (
        <MarkLink href={point?.hrefs?.[id] ?? point?.href} title={`${point?.label}, ${label}: ${words}`}>
          <rect x={x} y={y} width={Math.max(width - 1, 1)} height={height} rx={2} fill={markColour(tone)} />
          {width > words.length * PX_PER_CHARACTER + 8 && (
            <text x={x + 6} y={y + height / 2} dy="0.35em" fontSize={12} fontWeight={600} fill={onMarkColour(tone)}>
              {words}
            </text>
          )}
        </MarkLink>
      )
    }
  return (
    <ResponsiveContainer width="100%" height={points.length * ROW_PX}>
      <BarChart data={[...points]} layout="vertical" margin={{ top: 0, right: 8, bottom: 0, left: 0 }} barSize={18} accessibilityLayer={false}>
        <XAxis type="number" domain={[0, 'dataMax']} hide />
        <YAxis
          type="category"
          dataKey="label"
          width={LABEL_PX}
          axisLine={false}
          tickLine={false}
          tick={{ fill: 'var(--ink)', fontSize: 13, textAnchor: 'start', dx: -LABEL_PX + 8 }}
          interval={0}
        />
        {series.map((one) => (
          <Bar key={one.id} dataKey={(point: StackedPoint) => point.values[one.id] ?? 0} stackId="all" isAnimationActive={false} shape={part(one)} />
        ))}
      </BarChart>
    </ResponsiveContainer>
  )
}
