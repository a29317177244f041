import { describe, expect, test } from 'vitest'
import type { Actor, Role } from '#lib/core/actor.ts'
import { DAY, HOUR, SECOND, shift } from '#lib/core/time.ts'
import {
  type Cause,
  expiryWarning,
  mayFollow,
  mayRemove,
  mayRestore,
  nextStep,
  OFFBOARDING_STATES,
  type OffboardingState,
  provesGone,
  readingOf,
  retryAfter,
  whatIsLeft,
  whatIsMissing,
  whatStillWorks,
  whyTooEarly,
} from './rules.ts'

const NOW = new Date('2026-11-22T10:00:00Z')
const person = (...roles: Role[]) => ({ kind: 'user', userId: 'usr_me', name: 'x', roles }) as Actor
const parties = (given: object = {}) => ({ ownerId: null, backupIds: [], sponsorId: null, inTeam: false, ...given })

describe('what the worker does next', () => {
  test.each<[OffboardingState, boolean, string | null]>([
    ['disabling', false, 'remember'],
    ['disabling', true, 'disable'],
    ['watching', true, 'watch'],
    ['restoring', true, 'restore'],
    ['removing', true, 'remove'],
    ['awaiting_source', false, null],
    ['confirmed', false, null],
    ['restored', false, null],
  ])('%s, remembered %s: %s', (state, remembered, step) => {
    const row = { state, remembered, byDriver: true, nextAttemptAt: NOW }
    expect(nextStep(row, NOW)).toBe(step)
    expect(nextStep({ ...row, nextAttemptAt: shift(NOW, 1) }, NOW)).toBeNull()
    expect(nextStep({ ...row, nextAttemptAt: null }, NOW)).toBeNull()
    expect(nextStep({ ...row, byDriver: false }, NOW)).toBeNull()
  })

  test('what ended stays as it is, and nothing is confirmed twice or restored after its end', () => {
    for (const to of OFFBOARDING_STATES) {
      for (const from of ['confirmed', 'restored'] as const) expect(mayFollow(from, to)).toBe(from === to)
      expect(mayFollow('removing', to)).toBe(['removing', 'restoring', 'confirmed'].includes(to))
      expect(mayFollow('awaiting_source', to)).toBe(['awaiting_source', 'restoring', 'confirmed'].includes(to))
    }
  })

  test.each([
    [1, 5 * SECOND],
    [2, 10 * SECOND],
    [5, 80 * SECOND],
    [30, HOUR],
  ])('attempt %i is followed after %i ms, and a quarter more at most', (attempt, wait) => {
    expect(retryAfter(attempt, 0)).toBe(wait)
    expect(retryAfter(attempt, 0.999)).toBeLessThan(wait * 1.25)
  })
})

describe('what the target shows', () => {
  test.each([
    [{ exists: true, enabled: false, sessions: 0 }, null, 'the account still exists on the target'],
    [{ exists: true, enabled: false, sessions: null }, null, 'the account still exists on the target'],
    [{ exists: true, enabled: true, sessions: 0 }, 'the target still lets it log in', 'the account still exists on the target'],
    [
      { exists: true, enabled: false, sessions: 1 },
      '1 of its sessions is still open',
      'the account still exists on the target; 1 of its sessions is still open',
    ],
    [{ exists: false, enabled: false, sessions: 0 }, null, null],
    [{ exists: false, enabled: false, sessions: null }, null, null],
    [{ exists: false, enabled: false, sessions: 2 }, '2 of its sessions are still open', '2 of its sessions are still open'],
  ])('%o: works “%s”, is left “%s”', (shown, works, left) => {
    expect(whatStillWorks(shown)).toBe(works)
    expect(whatIsLeft(shown)).toBe(left)
    expect(provesGone({ kind: 'reread', detail: shown })).toBe(left === null)
    expect(provesGone({ kind: 'remove', detail: shown })).toBe(false)
  })

  test.each([
    [{ exists: true, enabled: true, sessions: 0 }, true, null],
    [{ exists: true, enabled: false, sessions: 0 }, false, null],
    [{ exists: true, enabled: false, sessions: 0 }, true, 'the target shows it disabled, and it was enabled before'],
    [{ exists: true, enabled: true, sessions: 0 }, false, 'the target shows it enabled, and it was disabled before'],
    [{ exists: false, enabled: false, sessions: 0 }, true, 'the account does not exist on the target'],
  ])('%o is back as it was (enabled: %s): %s', (shown, was, missing) => {
    expect(whatIsMissing(shown, was)).toBe(missing)
  })
})

describe('what a reading of the source shows', () => {
  const asked = { state: 'awaiting_source' as OffboardingState, requestedAt: NOW, disabledAt: null as Date | null }
  const later = shift(NOW, 1)
  test.each([
    ['nothing, before it was read again', asked, { enabled: false, vanishedAt: null, readAt: shift(NOW, -1) }, null],
    ['nothing, when it was never read', asked, { enabled: false, vanishedAt: null, readAt: null }, null],
    ['nothing, while it is enabled', asked, { enabled: true, vanishedAt: null, readAt: later }, null],
    ['that it is disabled', asked, { enabled: false, vanishedAt: null, readAt: later }, 'disabled'],
    ['that it is gone', asked, { enabled: false, vanishedAt: later, readAt: later }, 'gone'],
    ['nothing new, once it was disabled', { ...asked, disabledAt: NOW }, { enabled: false, vanishedAt: null, readAt: later }, null],
    ['that somebody enabled it again', { ...asked, disabledAt: NOW }, { enabled: true, vanishedAt: null, readAt: later }, 'enabled_again'],
    ['that it is back', { ...asked, disabledAt: NOW, state: 'restoring' as const }, { enabled: true, vanishedAt: null, readAt: later }, 'restored'],
    ['not yet that it is back', { ...asked, disabledAt: NOW, state: 'restoring' as const }, { enabled: false, vanishedAt: null, readAt: later }, null],
    ['that it never left', { ...asked, state: 'restoring' as const }, { enabled: false, vanishedAt: null, readAt: null }, 'restored'],
  ])('%s', (_, row, register, reading) => {
    expect(readingOf(row, register)).toBe(reading)
  })
})

describe('who decides', () => {
  test.each<[string, Actor, object, Cause, boolean, boolean]>([
    ['its owner', person('owner'), { ownerId: 'usr_me' }, 'requested', true, true],
    ['its owner, of what expired', person('owner'), { ownerId: 'usr_me' }, 'expired', true, true],
    ['its owner, of what security quarantined', person('owner'), { ownerId: 'usr_me' }, 'quarantined', false, false],
    ['a backup', person('owner'), { backupIds: ['usr_me'] }, 'requested', true, false],
    ['its sponsor alone', person('owner'), { sponsorId: 'usr_me' }, 'requested', false, false],
    ['another owner', person('owner'), { ownerId: 'usr_2' }, 'requested', false, false],
    ['an admin', person('admin'), {}, 'quarantined', true, true],
    ['a CISO', person('ciso'), {}, 'quarantined', true, false],
    ['an auditor', person('auditor'), {}, 'requested', false, false],
    ['the worker', { kind: 'system', job: 'x' }, {}, 'requested', false, false],
  ])('%s', (_, actor, given, cause, restores, removes) => {
    expect(mayRestore(actor, parties(given), cause)).toBe(restores)
    expect(mayRemove(actor, parties(given), cause)).toBe(removes)
  })

  test.each([
    ['after a quiet watch', { byDriver: true, watchUntil: NOW }, 0, null],
    ['while the watch goes on', { byDriver: true, watchUntil: shift(NOW, 1) }, 0, 'The watch is not over'],
    ['after one refused use', { byDriver: true, watchUntil: NOW }, 1, 'Somebody tried to use it since it was disabled'],
    ['after several', { byDriver: true, watchUntil: NOW }, 4, 'Somebody tried to use it 4 times since it was disabled'],
    ['when people delete it', { byDriver: false, watchUntil: null }, 9, null],
  ])('deleting %s', (_, row, uses, why) => {
    expect(whyTooEarly(row, uses, NOW)).toBe(why)
  })
})

test.each([
  [0, 0],
  [-1, 0],
  [1, 1],
  [DAY, 1],
  [DAY + 1, 7],
  [7 * DAY, 7],
  [14 * DAY, 14],
  [14 * DAY + 1, 30],
  [30 * DAY, 30],
  [30 * DAY + 1, null],
])('%i ms before its expiry an identity has reached the warning of %s days', (left, warning) => {
  expect(expiryWarning(shift(NOW, left), NOW)).toBe(warning)
})
