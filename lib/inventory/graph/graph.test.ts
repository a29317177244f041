import { beforeAll, describe, expect, test } from 'vitest'
import { actorOf, contextFor, NOW, someone, testData } from '#lib/testing/contexts.ts'
import { anEntitlement, anIdentity, aPerson, aSystem } from '#lib/testing/factories.ts'
import { anAccount, aGrant, aPassword, aTrust } from '#lib/testing/records.ts'
import { syncWorld } from '#lib/testing/sync-world.ts'
import { explainPath, showGraph } from './queries.ts'

const data = await testData()
const world = await syncWorld(data)
const auditor = contextFor(data, someone('auditor'))
const system = (await aSystem(data.db, { name: 'Cloud' })).id
const ids: Record<string, string> = {}

beforeAll(async () => {
  const trust = (of: string, by: string, given: object = {}) => aTrust(of, { externalId: `${by} to ${of}`, principal: by, principalExternalId: by, ...given })
  await world.merge(system, [
    ...['ci', 'deploy', 'admin', 'backup', 'far1', 'far2', 'far3'].map((name) => anAccount(name)),
    aPassword('ci'),
    trust('deploy', 'ci', { condition: 'the subject is main' }),
    trust('admin', 'deploy'),
    trust('deploy', 'admin'),
    trust('far1', 'admin'),
    trust('far2', 'far1'),
    trust('far3', 'far2'),
    aTrust('admin', { externalId: 'all', principal: '*', principalKind: 'everybody' }),
    aGrant('ci', 'logs'),
    aGrant('admin', 'orders'),
  ])
  for (const row of await data.db.identity.findMany()) ids[row.name] = row.id
})

const id = (name: string) => ids[name] ?? ''

describe('the graph around an identity', () => {
  test('says what it may act as and what that lets it do, nearest first, each once, four steps far', async () => {
    const graph = await showGraph(auditor, { id: id('ci') })
    expect(graph.reaches.map(({ name, depth }) => [name, depth])).toEqual([
      ['deploy', 1],
      ['admin', 2],
      ['far1', 3],
      ['far2', 4],
    ])
    expect(graph.rights.rows.map(({ identityName, resource, depth }) => [identityName, resource, depth])).toEqual([
      ['ci', 'logs', 0],
      ['admin', 'orders', 2],
    ])
    expect((await showGraph(auditor, { id: id('ci'), q: 'ORD' })).rights).toMatchObject({ total: 1, rows: [{ resource: 'orders' }] })
  })

  test('says who may act as it, and who outside of the register', async () => {
    const graph = await showGraph(auditor, { id: id('admin') })
    expect(graph.reachedBy.map(({ name, depth }) => [name, depth])).toEqual([
      ['deploy', 1],
      ['ci', 2],
    ])
    expect(graph.outer).toMatchObject([{ principal: '*', principalKind: 'everybody' }])
  })

  test('counts what was merged into it as itself', async () => {
    const other = await anIdentity(data.db, { name: 'ci elsewhere', mergedIntoId: id('backup') })
    await anEntitlement(data.db, { identityId: other.id, resource: 'archive' })
    expect((await showGraph(auditor, { id: id('backup') })).rights.rows).toMatchObject([{ resource: 'archive', depth: 0 }])
  })

  test("is for who may see the identity; others' pages are named and not opened", async () => {
    const owner = await aPerson(data.db)
    const mine = contextFor(data, actorOf(owner))
    await expect(showGraph(mine, { id: id('ci') })).rejects.toMatchObject({ code: 'not_found' })
    await data.db.identity.update({ where: { id: id('ci') }, data: { ownerId: owner.id } })
    expect((await showGraph(mine, { id: id('ci') })).reaches[0]).toMatchObject({ name: 'deploy', visible: false })
  })
})

test('a path is explained step by step, and in one sentence', async () => {
  const { rights } = await showGraph(auditor, { id: id('ci') })
  const [own, far] = rights.rows
  expect((await explainPath(auditor, { id: id('ci'), entitlementId: far?.id })).sentence).toBe(
    'ci signs in with password, and may assume deploy on Cloud (when the subject is main), which may assume admin on Cloud, which may SELECT on orders (direct).',
  )
  expect((await explainPath(auditor, { id: id('ci'), entitlementId: own?.id })).hops.map(({ what }) => what)).toEqual(['identity', 'entitlement'])
  await expect(explainPath(auditor, { id: id('backup'), entitlementId: far?.id })).rejects.toMatchObject({ code: 'not_found' })
})

test('a source that shows only the side which acts leads the same way', async () => {
  const [pod, role] = await Promise.all([anIdentity(data.db, { name: 'pod' }), anIdentity(data.db, { name: 'role' })])
  const said = {
    id: 'tru_1',
    identityId: pod.id,
    principalId: role.id,
    actsAs: true,
    externalId: 'annotation',
    kind: 'federate',
    principal: 'role',
    principalKind: 'identity',
    firstSeenAt: NOW,
  }
  await data.db.trust.create({ data: said })
  expect((await showGraph(auditor, { id: pod.id })).reaches.map(({ name }) => name)).toEqual(['role'])
  expect((await showGraph(auditor, { id: role.id })).reachedBy.map(({ name }) => name)).toEqual(['pod'])
})

test('what was pushed opens nothing of other systems to an owner: neither a name nor a right', async () => {
  const owner = await aPerson(data.db)
  const mine = contextFor(data, actorOf(owner))
  const pushed = await aSystem(data.db, { kind: 'custom' })
  const [spy, other, victim] = await Promise.all([
    anIdentity(data.db, { name: 'spy', systemId: pushed.id, ownerId: owner.id }),
    anIdentity(data.db, { name: 'other', systemId: pushed.id }),
    anIdentity(data.db, { name: 'victim', correlationKeys: ['victim:1'] }),
  ])
  const right = await anEntitlement(data.db, { identityId: victim.id, resource: 'salaries' })
  const claim = { type: 'trust', identityExternalId: 'spy', kind: 'assume', principalKind: 'identity', actsAs: true }
  await world.merge(pushed.id, [
    anAccount('spy'),
    anAccount('other'),
    { ...claim, externalId: 'a', principal: 'x', principalCorrelationKey: 'victim:1' },
    { ...claim, externalId: 'b', principal: 'other', principalExternalId: 'other' },
  ])
  const graph = await showGraph(mine, { id: spy.id })
  expect(graph.reaches.map(({ id: reached }) => reached)).toEqual([other.id])
  expect(graph.rights.rows).toEqual([])
  await expect(explainPath(mine, { id: spy.id, entitlementId: right.id })).rejects.toMatchObject({ code: 'not_found' })
  expect((await showGraph(auditor, { id: spy.id })).rights.rows).toMatchObject([{ resource: 'salaries' }])
})

test('a trust that vanished leads nowhere', async () => {
  await data.db.trust.updateMany({ where: { principal: 'ci' }, data: { vanishedAt: NOW } })
  expect((await showGraph(auditor, { id: id('ci') })).reaches).toEqual([])
})
