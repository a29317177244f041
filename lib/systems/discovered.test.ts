import { expect, test } from 'vitest'
import { DiscoveredRecord, type DiscoveredRecordInput, externalKey } from './discovered.ts'

const identity: DiscoveredRecordInput = {
  type: 'identity',
  externalId: 'svc',
  name: 'svc',
  class: 'service_account',
  classReason: 'It can log in',
  enabled: true,
  privileged: false,
}

test('what a source does not say is null or unknown, never a guess', () => {
  expect(DiscoveredRecord.parse(identity)).toEqual({
    ...identity,
    createdAt: null,
    lastUsedAt: null,
    lastUseKnown: 'unknown',
    expiresAt: null,
    privilegedReason: null,
    classConfidence: 'likely',
    privilegedConfidence: 'likely',
    correlationKeys: [],
    details: {},
    ours: false,
    attributes: {},
  })
})

test('details are those of the class: a field that it does not have is refused with its place', () => {
  expect(DiscoveredRecord.parse({ ...identity, details: { project: 'shop' } })).toMatchObject({ details: { project: 'shop' } })
  expect(DiscoveredRecord.safeParse({ ...identity, details: { project: '' } }).error?.issues[0]?.path).toEqual(['details', 'project'])
  expect(DiscoveredRecord.safeParse({ ...identity, details: { repository: 'shop' } }).error?.issues[0]?.path[0]).toBe('details')
})

test('a last use that the source does not know has no date', () => {
  const used = { ...identity, lastUsedAt: '2026-01-02T03:04:05Z' }
  expect(DiscoveredRecord.safeParse(used).error?.issues[0]?.path).toEqual(['lastUsedAt'])
  expect(DiscoveredRecord.parse({ ...used, lastUseKnown: 'exact' })).toMatchObject({ lastUsedAt: new Date('2026-01-02T03:04:05Z') })
})

test('an identity that was never used is told apart from one of which nothing is known', () => {
  expect(DiscoveredRecord.parse({ ...identity, lastUseKnown: 'exact' })).toMatchObject({ lastUsedAt: null, lastUseKnown: 'exact' })
})

test.each(['a\u0000b', '\ud800', '', 'x'.repeat(1_025)])('a name that cannot be stored is refused (%j)', (name) => {
  expect(DiscoveredRecord.safeParse({ ...identity, name }).success).toBe(false)
})

test('any other text is taken as it is', () => {
  const name = `=HYPERLINK("x") <script> '; DROP TABLE users; -- ../../etc/passwd \u202e`
  expect(DiscoveredRecord.parse({ ...identity, name })).toMatchObject({ name })
})

test('an instant without a zone is refused', () => {
  expect(DiscoveredRecord.safeParse({ ...identity, createdAt: '2026-01-02T03:04:05' }).success).toBe(false)
})

test('no two lists of parts share a key', () => {
  expect(externalKey('a/b', 'c')).not.toBe(externalKey('a', 'b/c'))
  expect(externalKey('a', '', 'b')).not.toBe(externalKey('a', 'b'))
})
