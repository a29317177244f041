import { expect, it } from 'vitest'
import { formatValue } from './format-value.ts'

it('figures carry their unit', () => {
  expect(formatValue(12_400, 'count')).toBe('12,400')
  expect(formatValue(87.25, 'percent')).toBe('87.3 %')
  expect(formatValue(15_120_000, 'duration')).toBe('4 h 12 min')
})
