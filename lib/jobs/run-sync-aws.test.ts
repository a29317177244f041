import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import type { SystemId } from '#lib/core/ids.ts'
import { DAY, shift } from '#lib/core/time.ts'
import { accessKeys, authorizationDetails, credentialReport, userArn } from '#lib/testing/aws-exports.ts'
import { NOW, testData } from '#lib/testing/contexts.ts'
import { skipUnlessShared } from '#lib/testing/shared.ts'
import { registerState, syncWorld } from '#lib/testing/sync-world.ts'

const data = await testData()
let now = NOW
const world = await syncWorld(data, () => now)
let system: SystemId

beforeEach(async () => {
  now = shift(now, DAY)
  system = await world.connect('aws_iam')
})

const user = (name: string) =>
  data.db.identity.findFirst({ where: { systemId: system, externalId: userArn(name) }, include: { credentials: { orderBy: { externalId: 'asc' } } } })
const good = async (content: string) => {
  const run = await world.importFile(system, content)
  expect(run.problem).toBeNull()
  return run.counts
}
const DETAILS = authorizationDetails({ users: [{ name: 'ci', tags: { team: 'build' } }, { name: 'ann' }], roles: [{ name: 'web' }] })
const REPORT = credentialReport([
  { name: 'ci', keys: ['2025-04-01T10:00:00+00:00'] },
  { name: 'ann', password: true },
])
const KEYS = accessKeys([{ user: 'ci', id: 'AKIAIOSFODNN7EXAMPLE', made: '2025-04-01T10:00:00Z' }])

test.each([
  ['details, report, keys', [DETAILS, REPORT, KEYS]],
  ['keys, report, details', [KEYS, REPORT, DETAILS]],
  ['report, keys, details', [REPORT, KEYS, DETAILS]],
])('three exports of one account (%s) are one identity per user and one credential per key, and all of them again change nothing', async (_order, files) => {
  // The keys tell no account when they come first: the admin did
  await data.db.system.update({ where: { id: system }, data: { settings: { scope: '123456789012' } } })
  for (const file of files) await good(file)
  expect(await data.db.identity.count({ where: { systemId: system } })).toBe(3)
  expect(await user('ci')).toMatchObject({
    class: 'service_account',
    attributes: { kind: 'iam_user', tags: { team: 'build' }, consolePassword: false },
    credentials: [{ kind: 'access_key', fingerprint: 'AKIAIOSFODNN7EXAMPLE' }],
  })
  expect(await user('ann')).toMatchObject({
    class: 'human_admin',
    classReason: expect.stringContaining('console password'),
    attributes: { consolePassword: true },
    credentials: [{ kind: 'password' }],
  })
  const before = await registerState(data)
  now = shift(now, DAY)
  for (const file of [...files, ...files]) await good(file)
  expect(await registerState(data)).toEqual(before)
})

test('the first file tells the account of the system, and a file of another one is refused', async () => {
  await good(REPORT)
  expect((await data.db.system.findUniqueOrThrow({ where: { id: system } })).settings).toMatchObject({ scope: '123456789012' })
  const other = await world.importFile(system, REPORT.replaceAll('123456789012', '999999999999'))
  expect(other).toMatchObject({ state: 'failed', problem: expect.stringContaining('999999999999') })
})

test('each format takes back only what it said itself', async () => {
  await good(DETAILS)
  await good(REPORT)
  await good(authorizationDetails({ users: [{ name: 'ci' }, { name: 'ann' }], roles: [{ name: 'web' }] }))
  const attributes = (await user('ci'))?.attributes as Record<string, unknown>
  expect(attributes).not.toHaveProperty('tags')
  expect(attributes).toMatchObject({ consolePassword: false, kind: 'iam_user', path: '/' })
})

test('a class with evidence outlasts one without, and goes when its own source takes the evidence back', async () => {
  await good(REPORT)
  await good(DETAILS)
  expect(await user('ann')).toMatchObject({ class: 'human_admin' })
  await good(credentialReport([{ name: 'ci' }, { name: 'ann' }]))
  expect(await user('ann')).toMatchObject({ class: 'service_account' })
})

test('a full export marks who is gone; a report says nothing of roles or policies', async () => {
  await good(authorizationDetails({ users: [{ name: 'ci', policies: ['ReadOnlyAccess'] }, { name: 'ann' }], roles: [{ name: 'web' }] }))
  expect(await good(credentialReport([{ name: 'ci' }]))).toMatchObject({ identities: { vanished: 1 }, entitlements: { vanished: 0 } })
  expect(await user('ann')).toMatchObject({ vanishedAt: now })
  expect(await data.db.identity.findFirst({ where: { systemId: system, name: 'web' } })).toMatchObject({ vanishedAt: null })
  expect(await good(authorizationDetails({ users: [{ name: 'ci' }, { name: 'ann' }], roles: [{ name: 'api' }] }))).toMatchObject({
    identities: { returned: 1, vanished: 1, new: 1 },
    entitlements: { vanished: 1 },
    trusts: { new: 1, vanished: 1 },
  })
})

test('an export that was filtered to users does not make the roles vanish', async () => {
  await good(DETAILS)
  expect(await good(authorizationDetails({ users: [{ name: 'ci' }] }))).toMatchObject({ identities: { vanished: 1 } })
  expect(await data.db.identity.findMany({ where: { systemId: system, vanishedAt: null }, select: { name: true }, orderBy: { name: 'asc' } })).toEqual([
    { name: 'ci' },
    { name: 'web' },
  ])
})

test.each([
  ['cut in the middle', DETAILS.slice(0, 300), /line 1, column 301, byte 300/],
  ['with a wrong type', DETAILS.replace('"UserName":"ann"', '"UserName":7'), /UserDetailList\[1\]\.UserName must be text.*line 1/],
  ['of no known kind', '{"hello": "world"}', /No known export looks like this file/],
  ['in UTF-16', Buffer.from(DETAILS, 'utf16le'), /UTF-16/],
  ['a report with a broken row', `${REPORT}x,y\n`, /line 4/],
])('a file %s is refused at its place, and leaves nothing half written', async (_what, content, problem) => {
  await good(DETAILS)
  const before = await registerState(data)
  const run = await world.importFile(system, content)
  expect(run).toMatchObject({ state: 'failed', problem: expect.stringMatching(problem), counts: null })
  expect(await registerState(data)).toEqual(before)
  expect(await data.db.discoveredRecord.count()).toBe(0)
  expect(await data.db.importChunk.count()).toBe(0)
})

const shared = skipUnlessShared('data')
const COUNTER = resolve(import.meta.dirname, '../../scripts/count-aws-export.py')
const MOTO = '_own-captures/aws-iam-moto-5.2.4'
type Counted = { users: number; roles?: number; entitlements?: number; federatedTrusts?: number; accessKeys?: number; roots?: number }
const counted = (file: string) => JSON.parse(execFileSync('python3', [COUNTER, file], { encoding: 'utf8' })) as Counted

test
  .skipIf(shared === null)
  .each([
    `${MOTO}/account-authorization-details.json`,
    'cloudmapper-demo/iam-get-account-authorization-details.json',
    'cloudsplaining-authz/example-authz-details.json',
    'cloudsplaining-authz/example_authz_v2.json',
  ])('the register counts what an independent script counts in the real export %s', async (path) => {
  const file = join(shared ?? '', path)
  const { users, roles = 0, entitlements, federatedTrusts } = counted(file)
  expect((await good(readFileSync(file, 'utf8')))?.totals).toEqual({ identities: users + roles, credentials: federatedTrusts, entitlements })
  const kinds = await data.db.$queryRaw<{ kind: string; n: number }[]>`
    SELECT attributes ->> 'kind' AS kind, count(*)::int AS n FROM identity WHERE system_id = ${system} GROUP BY 1`
  expect(Object.fromEntries(kinds.map(({ kind, n }) => [kind, n]))).toEqual({
    ...(users > 0 ? { iam_user: users } : {}),
    ...(roles > 0 ? { iam_role: roles } : {}),
  })
})

test.skipIf(shared === null)('the keys of a real account are counted once, whichever of its exports name them', async () => {
  for (const name of ['account-authorization-details.json', 'credential-report.csv', 'access-keys.json'])
    await good(readFileSync(join(shared ?? '', MOTO, name), 'utf8'))
  const keys = await data.db.credential.count({ where: { kind: 'access_key', identity: { systemId: system } } })
  expect(keys).toBe(counted(join(shared ?? '', MOTO, 'access-keys.json')).accessKeys)
  expect(keys).toBe(counted(join(shared ?? '', MOTO, 'credential-report.csv')).accessKeys)
})
