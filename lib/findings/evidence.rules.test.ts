import { expect, test } from 'vitest'
import { evidenceItems } from './evidence.rules.ts'

test('evidence reads as facts', () => {
  expect(
    evidenceItems({ lastUsedAt: '2026-08-23T10:00:00Z', observationWindowDays: 90, usedBy: ['a', 'b'], otherIdentities: 1_200, missing: 'purpose' }),
  ).toEqual([
    { term: 'Last used', instant: new Date('2026-08-23T10:00:00Z') },
    { term: 'Observation window', text: '90 days' },
    { term: 'Used by', list: ['a', 'b'] },
    { term: 'Other identities', text: '1,200' },
    { term: 'Missing', text: 'purpose' },
  ])
})
