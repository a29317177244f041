import { expect, test } from 'vitest'
import { DAY, shift } from '#lib/core/time.ts'
import { actorOf, contextFor, NOW, someone, testData } from '#lib/testing/contexts.ts'
import { aCredential, anEntitlement, anIdentity, aPerson, aPrivilege, aSystem } from '#lib/testing/factories.ts'
import { aGrant, anAccount, aPassword } from '#lib/testing/records.ts'
import { scriptedDriver } from '#lib/testing/scripted-driver.ts'
import { syncWorld } from '#lib/testing/sync-world.ts'
import { listSystemKinds, listSystems, showSyncRun } from './queries.ts'
import { showSystem } from './show-system.ts'

const data = await testData()
let now = NOW
const world = await syncWorld(data, () => now)
const scripts = scriptedDriver('scripted')
scripts.set('x', { records: () => [anAccount('app'), aPassword('app'), aGrant('app', 'orders'), anAccount('etl')] })

test('the list of systems says what each holds, how current that is, and how its last run went', async () => {
  const read = await world.connect('scripted', { place: 'x', secret: 'x' })
  const broken = await world.connect('scripted', { place: 'nowhere', secret: 'x' })
  const untouched = await world.connect('aws_iam')
  await aPrivilege(data.db, { systemId: read, offered: true })
  await world.discover(read)
  await world.discover(broken)
  now = shift(now, 2 * DAY + 1)
  const rows = new Map((await listSystems(contextFor(data, someone('auditor'), now), {})).map((row) => [row.id, row]))
  expect(rows.get(read)).toMatchObject({
    live: true,
    kindTitle: 'Scripted system',
    identities: 2,
    credentials: 1,
    entitlements: 1,
    offered: 0,
    freshness: 'stale',
    lastRun: { state: 'succeeded', createdAt: expect.any(Date) },
  })
  expect(rows.get(broken)).toMatchObject({
    identities: 0,
    freshness: 'never',
    lastRun: { state: 'failed', problem: expect.stringContaining('nothing answers') },
  })
  expect(rows.get(untouched)).toMatchObject({ live: false, kindTitle: 'AWS IAM', identities: 0, freshness: 'never', lastRun: null })
  expect((await showSystem(world.asAdmin(), { id: read })).held).toEqual({ identities: 2, credentials: 1, entitlements: 1 })
})

test('what has vanished is not counted, and a system without runs is counted by its rows', async () => {
  const { id: systemId } = await aSystem(data.db)
  const { id: identityId } = await anIdentity(data.db, { systemId })
  await anIdentity(data.db, { systemId, vanishedAt: NOW })
  await aCredential(data.db, { identityId })
  await anEntitlement(data.db, { identityId, vanishedAt: NOW })
  expect((await listSystems(world.asAdmin(), {})).find(({ id }) => id === systemId)).toMatchObject({ identities: 1, credentials: 1, entitlements: 0 })
})

test('somebody who only owns identities counts their own, and sees neither settings, nor runs, nor problems', async () => {
  const system = await world.connect('scripted', { place: 'x', secret: 'x' })
  const run = await world.discover(system)
  const owner = await aPerson(data.db, { roles: ['owner'] })
  await data.db.identity.updateMany({ where: { systemId: system, name: 'etl' }, data: { ownerId: owner.id } })
  const asOwner = contextFor(data, actorOf(owner))
  expect((await listSystems(asOwner, {})).find(({ id }) => id === system)).toMatchObject({ identities: 1, credentials: 0, lastRun: { problem: null } })
  expect(await showSystem(asOwner, { id: system })).toMatchObject({ held: { identities: 1 }, fields: [], runs: [], notes: [] })
  await expect(showSyncRun(asOwner, { id: run.id })).rejects.toMatchObject({ code: 'not_found' })
})

test('a run that is not there is not found', async () => {
  await expect(showSyncRun(world.asAdmin(), { id: 'run_00000000000000000000000000' })).rejects.toMatchObject({ code: 'not_found' })
  await expect(showSyncRun(world.asAdmin(), { id: 'x' })).rejects.toMatchObject({ code: 'invalid' })
})

test('whoever connects is offered every kind with the fields of its form, secrets marked', async () => {
  const kinds = await listSystemKinds(world.asAdmin(), {})
  const postgresql = kinds.find(({ kind }) => kind === 'postgresql')
  expect(postgresql).toMatchObject({ live: true, files: [] })
  expect(postgresql?.fields.map(({ name, input, required }) => [name, input, required])).toEqual(
    expect.arrayContaining([
      ['host', 'text', true],
      ['port', 'number', false],
      ['password', 'secret', true],
      ['tls', 'choice', false],
      ['discoverDatabases', 'list', false],
    ]),
  )
  expect(kinds.find(({ kind }) => kind === 'aws_iam')).toMatchObject({
    live: false,
    fields: [{ name: 'scope', title: 'AWS account number', required: false }],
    files: expect.arrayContaining(['aws-credential-report']),
  })
  await expect(listSystemKinds(contextFor(data, someone('owner')), {})).rejects.toMatchObject({ code: 'forbidden' })
})
