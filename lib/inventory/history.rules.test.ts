import { describe, expect, test } from 'vitest'
import { changesInWords } from './history.rules.ts'

const people = new Map([['usr_ada', 'Ada Byron']])

describe('a change of an identity in words', () => {
  test.each([
    [{ ownerId: null }, { ownerId: 'usr_ada' }, ['owner is now Ada Byron (was nobody)']],
    [{ ownerId: 'usr_ada' }, { ownerId: 'usr_gone' }, ['owner is now usr_gone (was Ada Byron)']],
    [{ purpose: null }, { purpose: 'Nightly payroll export' }, ['purpose is now “Nightly payroll export” (was not set)']],
    [{ expiresAt: '2026-12-01T00:00:00.000Z' }, { expiresAt: '2027-03-01T00:00:00.000Z' }, ['expiry is now 2027-03-01 (was 2026-12-01)']],
    [
      { environment: 'staging', purpose: 'same as it was' },
      { environment: 'production', purpose: 'same as it was' },
      ['environment is now production (was staging)'],
    ],
    [
      { backupIds: [], teamId: 'tea_1' },
      { backupIds: ['usr_ada', 'usr_gone'], teamId: null },
      ['backups are now Ada Byron, usr_gone (was nobody)', 'team is now nobody (was tea_1)'],
    ],
    [{ lifecycle: 'planned' }, { lifecycle: 'active' }, ['lifecycle is now active (was planned)']],
    [{ class: 'workload' }, { class: 'ai_agent' }, ['class is now AI agent (was Workload)']],
    [{ vanishedAt: null }, { vanishedAt: '2026-11-01T00:00:00Z' }, ['gone from its system']],
    [{ vanishedAt: '2026-11-01T00:00:00Z' }, { vanishedAt: null }, ['back on its system']],
    [{ enabled: true, privileged: false }, { enabled: false, privileged: true }, ['disabled at the source', 'became privileged']],
    [{ lastSeenAt: '1' }, { lastSeenAt: '2' }, []],
    [null, { name: 'x' }, ['entered the register']],
    [{ name: 'x' }, null, ['left the register']],
  ])('%j → %j', (before, after, words) => {
    expect(changesInWords(before, after, people)).toEqual(words)
  })
})
