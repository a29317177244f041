import { describe, expect, test } from 'vitest'
import { DAY, MINUTE, shift } from '#lib/core/time.ts'
import { freshnessOf, freshnessOfSystem, isSyncDue } from './freshness.rules.ts'

const NOW = new Date('2026-11-22T10:00:00Z')
const ago = (milliseconds: number) => shift(NOW, -milliseconds)

test.each([
  ['a live system that was never read', true, null, 'never', true],
  ['a live system at exactly two days', true, 2 * DAY, 'fresh', false],
  ['a live system a millisecond after two days', true, 2 * DAY + 1, 'stale', true],
  ['a file at exactly seven days', false, 7 * DAY, 'fresh', false],
  ['a file a millisecond after seven days', false, 7 * DAY + 1, 'stale', true],
])('%s', (_, live, age, state, gate) => {
  expect(freshnessOf({ live, lastGoodAt: age === null ? null : ago(age) }, NOW)).toMatchObject({ state, gate })
})

describe('a system that is fed by files', () => {
  const files = { live: false, lastSyncedAt: ago(DAY) }

  test('is as fresh as the format that was imported longest ago', () => {
    const formats = [
      { part: 'details', lastGoodAt: ago(DAY) },
      { part: 'report', lastGoodAt: ago(9 * DAY) },
    ]
    expect(freshnessOfSystem(files, formats, NOW)).toMatchObject({
      state: 'stale',
      gate: true,
      lastGoodAt: ago(9 * DAY),
      parts: [
        { part: 'report', state: 'stale' },
        { part: 'details', state: 'fresh' },
      ],
    })
  })

  test('that was never fed holds everybody up', () => {
    expect(freshnessOfSystem({ live: false, lastSyncedAt: null }, [], NOW)).toMatchObject({ state: 'never', gate: true, parts: [{ part: 'file' }] })
  })
})

test('a reading by the clock is due after exactly one interval', () => {
  expect(isSyncDue({ everyMinutes: 60, lastAttemptAt: ago(60 * MINUTE) }, NOW)).toBe(true)
  expect(isSyncDue({ everyMinutes: 60, lastAttemptAt: ago(60 * MINUTE - 1) }, NOW)).toBe(false)
})
