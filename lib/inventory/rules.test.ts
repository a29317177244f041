import { describe, expect, test } from 'vitest'
import { countInWords, lastUseInWords } from './rules.ts'

const NOW = new Date('2026-11-22T10:00:00Z')

describe('the last use in words', () => {
  test.each([
    ['unknown', null, 'the source does not say'],
    ['logs', null, 'not seen in 90 days of logs'],
    ['exact', null, 'no use on record'],
    ['logs', new Date('2026-11-10T10:00:00Z'), '12 d ago'],
    ['exact', new Date('2026-11-22T07:00:00Z'), '3 h ago'],
  ])('known by %s, at %s: %s', (lastUseKnown, lastUsedAt, words) => {
    expect(lastUseInWords({ lastUseKnown, lastUsedAt }, NOW)).toBe(words)
  })
})

test('a count that stopped says so', () => {
  expect(countInWords({ count: 412, capped: false })).toBe('412')
  expect(countInWords({ count: 1_000, capped: false })).toBe('1,000')
  expect(countInWords({ count: 1_000, capped: true })).toBe('1,000+')
})
