import { expect, it } from 'vitest'
import { exactDay, exactInstant } from './instant.ts'

it('an exact instant is told to the second and in UTC, wherever the reader is', () => {
  expect(exactInstant('2026-11-22T07:59:33.412+01:00')).toBe('2026-11-22 06:59:33 UTC')
  expect(exactInstant(new Date(Date.UTC(2026, 10, 22)))).toBe('2026-11-22 00:00:00 UTC')
})

it('a day is the day in UTC', () => {
  expect(exactDay('2026-11-22T00:30:00+01:00')).toBe('2026-11-21')
})
