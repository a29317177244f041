import { describe, expect, test } from 'vitest'
import type { Actor, Role } from '#lib/core/actor.ts'
import { DAY, MINUTE, shift } from '#lib/core/time.ts'
import { expiryProblem, mayDeclare, mayDisable, mayTakeBack, mayTakeOver, maySteward, underOwner } from './rules.ts'

const NOW = new Date('2026-11-22T10:00:00Z')
const person = (userId: string, ...roles: Role[]) => ({ kind: 'user', userId, name: 'x', roles }) as Actor
const NOBODYS = { ownerId: null, backupIds: [], sponsorId: null, inTeam: false, ownerActive: null }
const OWNED = { ...NOBODYS, ownerId: 'usr_owner', ownerActive: true }

describe('what somebody may do with an identity: steward it, declare what it is for, take it over, have it disabled', () => {
  test.each<[string, Actor, object, string]>([
    ['an admin, whoever owns it', person('usr_1', 'admin'), OWNED, 'steward declare disable'],
    ['an admin, of what nobody owns', person('usr_1', 'admin'), NOBODYS, 'steward declare disable'],
    ['its owner', person('usr_owner', 'owner'), OWNED, 'steward declare disable'],
    ['its owner without the role', person('usr_owner', 'approver'), OWNED, ''],
    ['another owner', person('usr_1', 'owner'), OWNED, ''],
    ['an owner, of what nobody owns', person('usr_1', 'owner'), NOBODYS, ''],
    ['an auditor', person('usr_1', 'auditor', 'ciso'), OWNED, ''],
    ['a backup, while the owner is here', person('usr_1', 'owner'), { ...OWNED, backupIds: ['usr_1'] }, 'declare disable'],
    ['a backup, once the owner is gone', person('usr_1', 'owner'), { ...OWNED, backupIds: ['usr_1'], ownerActive: false }, 'declare takeOver disable'],
    ['a backup, of what nobody owns', person('usr_1', 'owner'), { ...NOBODYS, backupIds: ['usr_1'] }, 'declare takeOver disable'],
    ['a backup without the role', person('usr_1', 'approver'), { ...OWNED, backupIds: ['usr_1'], ownerActive: false }, ''],
    ['somebody of its team', person('usr_1', 'owner'), { ...OWNED, inTeam: true }, 'declare disable'],
    ['somebody of its team, once the owner is gone', person('usr_1', 'owner'), { ...OWNED, inTeam: true, ownerActive: false }, 'declare takeOver disable'],
    ['its sponsor', person('usr_1', 'owner'), { ...OWNED, sponsorId: 'usr_1' }, 'disable'],
    ['its sponsor, once the owner is gone', person('usr_1', 'approver'), { ...OWNED, sponsorId: 'usr_1', ownerActive: false }, 'disable'],
    ['the worker', { kind: 'system', job: 'x' }, NOBODYS, ''],
    ['a workload', { kind: 'workload', identityId: 'nhi_1', name: 'x' }, NOBODYS, ''],
    ['a token', { kind: 'token', tokenId: 'tok_1', name: 'x', scopes: [], systemId: null }, NOBODYS, ''],
  ])('%s', (_, actor, given, rights) => {
    const identity = { ...OWNED, ...given }
    const may = { steward: maySteward, declare: mayDeclare, takeOver: mayTakeOver, disable: mayDisable }
    const granted = Object.entries(may).flatMap(([name, ask]) => (ask(actor, identity) ? [name] : []))
    expect(granted.join(' ')).toBe(rights)
  })
})

test('a new owner is neither their own backup nor the sponsor; the others stay', () => {
  const before = { ownerId: null, purpose: 'x', environment: null, expiresAt: null, backupIds: ['usr_1', 'usr_2'], teamId: null, sponsorId: 'usr_2' }
  expect(underOwner(before, 'usr_2')).toEqual({ ...before, ownerId: 'usr_2', backupIds: ['usr_1'], sponsorId: null })
  expect(underOwner(before, 'usr_3')).toEqual({ ...before, ownerId: 'usr_3' })
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
