'use client'

import { Bar, BarChart, LabelList, ReferenceLine, ResponsiveContainer, XAxis, YAxis, type BarShapeProps } from 'recharts'
import { markColour, type ChartPoint, type ChartTarget, type ValueFormat } from './chart-data.ts'
import { formatValue } from './format-value.ts'
import { MarkLink } from './mark-link.tsx'

const ROW_PX = 32
const LABEL_PX = 120

/** The drawing behind BarChart; kept apart so that recharts loads only where a chart is. */
export function BarChartView({ points, target, format }: { points: readonly ChartPoint[]; target: ChartTarget | undefined; format: ValueFormat }) {
  const end = Math.max(...points.map((point) => point.value), target?.value ?? 0, 1)
  const shape = ({ x, y, width, height, index }: BarShapeProps) => {
    const point = points[index]
    return (
      <MarkLink href={point?.href} title={`${point?.label}: ${formatValue(point?.value ?? 0, format)}`}>
        <rect x={x} y={y} width={Math.max(width, 1)} height={height} rx={2} fill={markColour(point?.tone)} />
      </MarkLink>
    )
  }
  return (
    <ResponsiveContainer width="100%" height={points.length * ROW_PX + (target ? 20 : 0)}>
      <BarChart data={[...points]} layout="vertical" margin={{ top: target ? 20 : 0, right: 64, bottom: 0, left: 0 }} barSize={14} accessibilityLayer={false}>
        <XAxis type="number" domain={[0, end]} hide />
        <YAxis
          type="category"
          dataKey="label"
          width={LABEL_PX}
          axisLine={false}
          tickLine={false}
          tick={{ fill: 'var(--ink)', fontSize: 13, textAnchor: 'start', dx: -LABEL_PX + 8 }}
          interval={0}
        />
        <Bar dataKey="value" isAnimationActive={false} shape={shape}>
          <LabelList dataKey="value" position="right" fill="var(--muted)" fontSize={13} formatter={(value) => formatValue(Number(value), format)} />
        </Bar>
        {target && (
          <ReferenceLine
            x={target.value}
            stroke="var(--ink)"
            strokeDasharray="3 3"
            label={{ value: target.label, position: 'top', fill: 'var(--muted)', fontSize: 12 }}
          />
        )}
      </BarChart>
    </ResponsiveContainer>
  )
}
