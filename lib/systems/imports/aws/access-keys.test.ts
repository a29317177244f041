import { describe, expect, it } from 'vitest'
import { ofType, readAll, refusalOf } from '../testing/read-all.ts'
import { awsAccessKeys } from './access-keys.ts'
import { accountOfKeyId } from './key-account.ts'

const NEW_ID = 'AKIARZPUZDIKF5KTRMXQ' // of account 123456789012
const OLD_ID = 'AKIAIOSFODNN7EXAMPLE' // from before ids carried the account
const keyOf = (more: object = {}) => ({ UserName: 'svc', AccessKeyId: NEW_ID, Status: 'Active', CreateDate: '2026-01-01T00:00:00Z', ...more })
const read = (keys: unknown, options = {}) => readAll(awsAccessKeys, JSON.stringify(keys, null, 1), options)

describe('a list of access keys', () => {
  it('becomes credentials whose fingerprint is the key id', async () => {
    const { records, summary } = await read([keyOf({ AccessKeyLastUsed: { LastUsedDate: '2026-02-02T00:00:00Z', ServiceName: 's3', Region: 'eu-west-1' } })])
    expect(summary).toEqual({ counts: { users: 1, accessKeys: 1 }, observedAt: null, scope: '123456789012' })
    expect(ofType(records, 'credential')).toMatchObject([
      {
        identityExternalId: 'arn:aws:iam::123456789012:user/svc',
        externalId: NEW_ID,
        fingerprint: NEW_ID,
        kind: 'access_key',
        enabled: true,
        createdAt: new Date('2026-01-01T00:00:00Z'),
        lastUsedAt: new Date('2026-02-02T00:00:00Z'),
        lastUseKnown: 'exact',
      },
    ])
    expect(ofType(records, 'identity')).toMatchObject([{ name: 'svc', class: 'service_account', attributes: { kind: 'iam_user' } }])
  })

  it.each([
    ['is not in the file', {}, 'unknown'],
    ['is empty', { AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' } }, 'exact'],
    ['is N/A', { AccessKeyLastUsed: { LastUsedDate: 'N/A' } }, 'exact'],
    ['is empty and the key older than the record', { AccessKeyLastUsed: {}, CreateDate: '2014-01-01T00:00:00Z' }, 'logs'],
    ['is empty and the key of unknown age', { AccessKeyLastUsed: {}, CreateDate: undefined }, 'logs'],
  ])('knows what it means when the last use %s', async (_case, more, lastUseKnown) => {
    expect(ofType((await read([keyOf(more)])).records, 'credential')).toMatchObject([{ lastUsedAt: null, lastUseKnown }])
  })

  it('gives a key to the user that the register knows by its name, without saying anything else of it', async () => {
    const { records } = await read(
      { AccessKeyMetadata: [keyOf({ AccessKeyId: OLD_ID, Status: 'Inactive' })], IsTruncated: false },
      { externalIdOf: (name: string) => `arn:known/${name}` },
    )
    expect(records).toMatchObject([{ type: 'credential', identityExternalId: 'arn:known/svc', enabled: false }])
  })

  it('names a user once, however many keys it has', async () => {
    const { records } = await read([keyOf(), keyOf({ AccessKeyId: OLD_ID }), keyOf()], { scope: '123456789012' })
    expect(records.map((record) => record.type)).toEqual(['identity', 'credential', 'credential'])
  })

  it.each([
    ['no account can be told', [keyOf({ AccessKeyId: OLD_ID })], /^\[0\]\.AccessKeyId does not tell its account: give the system its AWS account number/],
    ['a key is of another account', [keyOf()], /^\[0\]\.AccessKeyId belongs to account 123456789012, but this system is account 999988887777/, '999988887777'],
    ['an id is none', [keyOf({ AccessKeyId: 'x y' })], /^\[0\]\.AccessKeyId must be an access key id/],
    ['a state is none', [keyOf({ Status: 'on' })], /^\[0\]\.Status must be Active or Inactive, but is "on" \(line 5,/],
    ['a key differs from itself', [keyOf(), keyOf({ Status: 'Inactive' })], /^\[1\] says something else about AKIARZPUZDIKF5KTRMXQ than \[0\] \(line 2,/],
    ['it is one page of several', { AccessKeyMetadata: [keyOf()], IsTruncated: true }, /^IsTruncated says that this is only one page/],
    ['it is no list', { AccessKeys: [] }, /^The file holds none of AccessKeyMetadata/],
  ])('is refused with the place when %s', async (_why, keys, message, scope?: string) => {
    expect(await refusalOf(read(keys, { scope }))).toMatch(message)
  })

  it('is refused when it is cut off anywhere', async () => {
    const text = JSON.stringify([keyOf(), keyOf({ AccessKeyId: OLD_ID })])
    for (let cut = 0; cut < text.length; cut += 1)
      expect(await refusalOf(readAll(awsAccessKeys, text.slice(0, cut), { scope: '123456789012' }))).toMatch(/\(line \d+, column \d+, byte \d+\)/)
  }, 30_000)
})

describe('the account in a key id', () => {
  it.each([
    [NEW_ID, '123456789012'],
    ['AKIAYLPMN5HHHFPZAM2J', '574410844622'],
    [OLD_ID, null],
    ['AKIA', null],
    ['AKIA0189ZDIKF5KTRMXQ', null],
  ])('%s: %s', (keyId, account) => {
    expect(accountOfKeyId(keyId)).toBe(account)
  })
})
