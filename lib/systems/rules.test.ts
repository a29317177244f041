import { expect, test } from 'vitest'
import { DAY, shift } from '#lib/core/time.ts'
import { freshnessOf, isOver, SYNC_STATES } from './rules.ts'
import { IMPORT_FORMATS } from './imports/formats.ts'
import { FILE_KINDS, formatsFor } from './system-kinds.ts'
import { listDrivers } from './registry.ts'

const NOW = new Date('2026-11-22T10:00:00Z')

test.each([
  ['a system that nobody read', true, null, 'never'],
  ['a live one after two days', true, -2 * DAY, 'fresh'],
  ['a live one a moment later', true, -2 * DAY - 1, 'stale'],
  ['one fed by files after seven days', false, -7 * DAY, 'fresh'],
  ['one fed by files a moment later', false, -7 * DAY - 1, 'stale'],
])('what is known of %s is as current as it is', (_what, live, age, freshness) => {
  expect(freshnessOf({ live, lastSyncedAt: age === null ? null : shift(NOW, age) }, NOW)).toBe(freshness)
})

test('a run that succeeded or failed is over, one that waits or goes on is not', () => {
  expect(SYNC_STATES.filter(isOver)).toEqual(['succeeded', 'failed'])
})

test('every format of file feeds exactly one kind of system, and no kind is read live as well', () => {
  for (const { kind } of IMPORT_FORMATS) expect(FILE_KINDS.filter(({ formats }) => formats.includes(kind))).toHaveLength(1)
  for (const { kind, formats } of FILE_KINDS) {
    expect(
      formatsFor(kind)
        .map((format) => format.kind)
        .toSorted(),
    ).toEqual([...formats].toSorted())
    expect(listDrivers().map((driver) => driver.kind)).not.toContain(kind)
  }
})
