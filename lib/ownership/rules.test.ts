import { describe, expect, test } from 'vitest'
import type { Actor, Role } from '#lib/core/actor.ts'
import { DAY, MINUTE, shift } from '#lib/core/time.ts'
import { expiryProblem, mayTakeBack, maySteward } from './rules.ts'

const NOW = new Date('2026-11-22T10:00:00Z')
const person = (userId: string, ...roles: Role[]) => ({ kind: 'user', userId, name: 'x', roles }) as Actor

describe('who stewards an identity', () => {
  test.each<[string, Actor, string | null, boolean]>([
    ['an admin, whoever owns it', person('usr_1', 'admin'), null, true],
    ['its owner', person('usr_1', 'owner'), 'usr_1', true],
    ['another owner', person('usr_1', 'owner'), 'usr_2', false],
    ['an owner, of what nobody owns', person('usr_1', 'owner'), null, false],
    ['its owner without the role', person('usr_1', 'approver'), 'usr_1', false],
    ['an auditor', person('usr_1', 'auditor', 'ciso'), 'usr_2', false],
    ['the worker', { kind: 'system', job: 'x' }, null, false],
    ['a workload', { kind: 'workload', identityId: 'nhi_1', name: 'x' }, null, false],
  ])('%s', (_, actor, ownerId, answer) => {
    expect(maySteward(actor, { ownerId })).toBe(answer)
  })
})

test.each([
  [0, 'The expiry must lie in the future'],
  [-1, 'The expiry must lie in the future'],
  [1, null],
  [400 * DAY, null],
  [400 * DAY + 1, 'The expiry can lie at most 400 days ahead'],
])('an expiry %i ms from now: %s', (milliseconds, problem) => {
  expect(expiryProblem(shift(NOW, milliseconds), NOW)).toBe(problem)
})

test.each([
  ['their own change', 'user:usr_1', 'ownership.setExpiry', 0, true],
  ['one that is ten minutes old', 'user:usr_1', 'ownership.setExpiry', 10 * MINUTE, true],
  ['one that is older', 'user:usr_1', 'ownership.setExpiry', 10 * MINUTE + 1, false],
  ["somebody else's", 'user:usr_2', 'ownership.setExpiry', 0, false],
  ['a taking back', 'user:usr_1', 'ownership.takeBack', 0, false],
])('a person takes back %s', (_, actor, action, age, answer) => {
  expect(mayTakeBack(person('usr_1', 'owner'), { actor, action, at: shift(NOW, -age) }, NOW)).toBe(answer)
})
