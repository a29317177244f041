'use client'

import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis, type DotItemDotProps } from 'recharts'
import { markColour, type ChartPoint, type ChartTarget, type ValueFormat } from './chart-data.ts'
import { CHART_HEIGHT } from './chart-skeleton.tsx'
import { formatValue } from './format-value.ts'
import { MarkLink } from './mark-link.tsx'

const AXIS = { fill: 'var(--muted)', fontSize: 12 }

/** The drawing behind LineChart; kept apart so that recharts loads only where a chart is. */
export function LineChartView({ points, target, format }: { points: readonly ChartPoint[]; target: ChartTarget | undefined; format: ValueFormat }) {
  const colour = markColour(points[0]?.tone)
  const dot = ({ cx, cy, index }: DotItemDotProps) => {
    const point = points[index]
    const last = index === points.length - 1
    return (
      <MarkLink key={index} href={point?.href} title={`${point?.label}: ${formatValue(point?.value ?? 0, format)}`}>
        <circle cx={cx} cy={cy} r={10} fill="transparent" />
        <circle cx={cx} cy={cy} r={last ? 4 : 2.5} fill={colour} stroke="var(--canvas)" strokeWidth={last ? 2 : 1} />
      </MarkLink>
    )
  }
  return (
    <ResponsiveContainer width="100%" height={CHART_HEIGHT}>
      <LineChart data={[...points]} margin={{ top: 12, right: 12, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="label" tick={AXIS} axisLine={false} tickLine={false} interval="preserveStartEnd" minTickGap={32} />
        <YAxis
          domain={[0, format === 'percent' ? 100 : 'auto']}
          tick={AXIS}
          axisLine={false}
          tickLine={false}
          width={52}
          tickCount={5}
          tickFormatter={(value: number) => formatValue(value, format)}
        />
        {target && (
          <ReferenceLine y={target.value} stroke="var(--ink)" strokeDasharray="3 3" label={{ value: target.label, position: 'insideTopLeft', ...AXIS }} />
        )}
        <Line type="linear" dataKey="value" stroke={colour} strokeWidth={2} dot={dot} activeDot={false} isAnimationActive={false} />
      </LineChart>
    </ResponsiveContainer>
  )
}
