import { expect, test } from 'vitest'
import { DAY, shift } from '#lib/core/time.ts'
import { rotationOf } from './rotation.rules.ts'

const NOW = new Date('2026-11-22T10:00:00Z')
const ago = (days: number) => shift(NOW, -days * DAY)
const credential = (given: object = {}) => ({
  kind: 'password',
  enabled: true,
  rotationDays: null,
  lastRotatedAt: null,
  sourceCreatedAt: null,
  firstSeenAt: ago(10),
  vanishedAt: null,
  ...given,
})

test.each([
  ['its own days before its boundary’s', { rotationDays: 30, lastRotatedAt: ago(5) }, 60, { days: 30, from: 'credential', sinceIs: 'rotated', state: 'fine' }],
  ['its boundary’s days before the default', { lastRotatedAt: ago(5) }, 60, { days: 60, from: 'boundary', state: 'fine' }],
  ['90 days where nobody says', { lastRotatedAt: ago(5) }, null, { days: 90, from: 'default', state: 'fine' }],
  ['its making where it was never rotated', { sourceCreatedAt: ago(400) }, null, { sinceIs: 'made', state: 'overdue' }],
  ['when it was first seen where nothing is known', { firstSeenAt: ago(100) }, null, { sinceIs: 'first_seen', state: 'overdue' }],
  ['overdue at the instant itself', { lastRotatedAt: ago(90) }, null, { state: 'overdue', dueAt: NOW }],
  ['due in the last 14 days', { lastRotatedAt: ago(76) }, null, { state: 'due' }],
  ['fine before them', { lastRotatedAt: ago(75) }, null, { state: 'fine' }],
  ['due in the last quarter of a short time', { rotationDays: 8, lastRotatedAt: ago(6) }, null, { state: 'due' }],
  ['fine before that quarter', { rotationDays: 8, lastRotatedAt: ago(5) }, null, { state: 'fine' }],
  ['nothing for a trust without a secret', { kind: 'federated_trust', lastRotatedAt: ago(900) }, null, { state: 'none' }],
  ['nothing for what is disabled', { enabled: false, lastRotatedAt: ago(900) }, null, { state: 'none' }],
  ['nothing for what is gone', { vanishedAt: ago(1), lastRotatedAt: ago(900) }, null, { state: 'none' }],
])('%s counts', (_, given, boundaryDays, expected) => {
  expect(rotationOf(credential(given), boundaryDays, NOW)).toMatchObject(expected)
})

test('the arithmetic is said in words', () => {
  expect(rotationOf(credential({ lastRotatedAt: ago(5) }), 60, NOW).words).toBe('rotated on 2026-11-17 + 60 days (from its trust boundary) = 2027-01-16')
  expect(rotationOf(credential(), null, NOW).words).toBe('first seen (it may be older) on 2026-11-12 + 90 days (the default) = 2027-02-10')
})
