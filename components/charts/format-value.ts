import { durationInWords } from '#lib/core/time.ts'
import type { ValueFormat } from './chart-data.ts'

/** A figure as people read it: `1,204`, `87 %`, `4 h 12 min`. */
export function formatValue(value: number, format: ValueFormat): string {
  if (format === 'duration') return durationInWords(value)
  if (format === 'percent') return `${value.toLocaleString('en', { maximumFractionDigits: 1 })} %`
  return value.toLocaleString('en', { maximumFractionDigits: 1 })
}
