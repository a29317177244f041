import { beforeEach, describe, expect, test } from 'vitest'
import type { SystemId } from '#lib/core/ids.ts'
import { DAY, shift } from '#lib/core/time.ts'
import { actorOf, contextFor, NOW, testData } from '#lib/testing/contexts.ts'
import { anIdentity, aPerson, aSystem } from '#lib/testing/factories.ts'
import { anAccount, aTrust } from '#lib/testing/records.ts'
import { syncWorld } from '#lib/testing/sync-world.ts'
import { correctClass } from './correct-class.ts'
import { correctPrivilege } from './correct-privilege.ts'
import { separateIdentities } from './separate-identities.ts'
import { unifyIdentities } from './unify-identities.ts'
import { withdrawCorrection } from './withdraw-correction.ts'

const data = await testData()
let now = NOW
const world = await syncWorld(data, () => now)
const owner = await aPerson(data.db)
const asOwner = contextFor(data, actorOf(owner))
const reason = 'It signs in as a pipeline, see the run book'
let system: SystemId
let other: SystemId

beforeEach(async () => {
  now = shift(now, DAY)
  system = (await aSystem(data.db)).id
  other = (await aSystem(data.db)).id
})

const named = (name: string, systemId: SystemId = system) => data.db.identity.findFirstOrThrow({ where: { systemId, name } })
const entriesOf = (entityId: string) => data.db.auditEntry.findMany({ where: { entityId }, orderBy: { id: 'asc' } })

describe('a correction of the class', () => {
  test('stands whatever the source says, and what the source says is kept beside it', async () => {
    await world.merge(system, [anAccount('app', { details: { usedBy: ['shop'] } })])
    const { id } = await named('app')
    expect(await correctClass(world.asAdmin(), { ids: id, class: 'ci_runner', reason })).toEqual({ corrected: 1 })
    await world.merge(system, [anAccount('app', { class: 'workload', classReason: 'It has a pod', details: { namespace: 'shop' } })])
    expect(await named('app')).toMatchObject({
      class: 'ci_runner',
      classReason: reason,
      classConfidence: 'certain',
      classCorrected: true,
      sourceClass: 'workload',
      sourceClassReason: 'It has a pod',
      details: {},
    })
    expect(await entriesOf(id)).toMatchObject([{ action: 'inventory.correctClass', after: { class: 'ci_runner' }, reason }])
  })

  test('is taken back to what the source says now, at once', async () => {
    await world.merge(system, [anAccount('app', { privileged: true, privilegedReason: 'superuser' })])
    const { id } = await named('app')
    await correctClass(world.asAdmin(), { ids: id, class: 'ai_agent', reason })
    await correctPrivilege(world.asAdmin(), { ids: id, privileged: 'no', reason })
    await world.merge(system, [anAccount('app', { class: 'workload', privileged: true, privilegedReason: 'owns all' })])
    expect(await named('app')).toMatchObject({ class: 'ai_agent', privileged: false, sourcePrivileged: true })
    expect(await withdrawCorrection(world.asAdmin(), { ids: id, of: 'class', reason })).toEqual({ withdrawn: 1 })
    expect(await withdrawCorrection(world.asAdmin(), { ids: id, of: 'privilege', reason })).toEqual({ withdrawn: 1 })
    expect(await named('app')).toMatchObject({
      class: 'workload',
      privileged: true,
      privilegedReason: 'owns all',
      classCorrected: false,
      privilegedCorrected: false,
    })
    expect(await withdrawCorrection(world.asAdmin(), { ids: id, of: 'class', reason })).toEqual({ withdrawn: 0 })
  })

  test('is for its owner and admins, for all of them or for none', async () => {
    const mine = await anIdentity(data.db, { systemId: system, ownerId: owner.id })
    const theirs = await anIdentity(data.db, { systemId: system })
    await expect(correctClass(asOwner, { ids: [mine.id, theirs.id], class: 'workload', reason })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(correctClass(asOwner, { ids: mine.id, class: 'robot', reason: 'short' })).rejects.toMatchObject({
      code: 'invalid',
      fields: { class: 'Choose a class', reason: expect.stringContaining('10 characters') },
    })
    expect(await correctClass(asOwner, { ids: mine.id, class: 'workload', reason })).toEqual({ corrected: 1 })
    expect(await correctClass(asOwner, { ids: mine.id, class: 'workload', reason })).toEqual({ corrected: 0 })
    expect(await entriesOf(mine.id)).toHaveLength(1)
  })
})

describe('two sources that speak of one principal', () => {
  const key = 'spiffe://example.org/ns/shop/sa/app'
  const seen = () => [anAccount('app', { correlationKeys: [key] })]

  test('are one identity, by the key that both have; the older stays, and takes over what was declared for the newer', async () => {
    await world.merge(system, seen())
    const first = await named('app')
    now = shift(now, DAY)
    expect((await world.merge(other, [anAccount('entry', { correlationKeys: [key, 'x:1'] })])).correlated).toBe(1)
    const second = await named('entry', other)
    expect(second.mergedIntoId).toBe(first.id)
    expect(await data.db.identityMerge.findMany({ where: { identityId: second.id } })).toMatchObject([{ intoId: first.id, key, undoneAt: null }])
    expect((await world.merge(other, [anAccount('entry', { correlationKeys: [key, 'x:1'] })])).correlated).toBe(0)
  })

  test('stay apart once somebody took them apart, with what each was declared to be', async () => {
    await world.merge(system, seen())
    await world.merge(other, [anAccount('entry', { correlationKeys: [key] })])
    const merge = await data.db.identityMerge.findFirstOrThrow({ where: { identityId: (await named('entry', other)).id } })
    await expect(separateIdentities(asOwner, { id: merge.id, reason })).rejects.toMatchObject({ code: 'forbidden' })
    await separateIdentities(world.asAdmin(), { id: merge.id, reason })
    await expect(separateIdentities(world.asAdmin(), { id: merge.id, reason })).rejects.toMatchObject({ code: 'conflict' })
    expect(await named('entry', other)).toMatchObject({ mergedIntoId: null })
    expect((await world.merge(other, [anAccount('entry', { correlationKeys: [key, 'new:key'] })])).correlated).toBe(0)
  })

  test('are left apart, with a note, when a key ties one to several', async () => {
    const third = (await aSystem(data.db)).id
    await world.merge(system, [anAccount('one', { correlationKeys: ['a:1'] })])
    await world.merge(third, [anAccount('two', { correlationKeys: ['b:2'] })])
    expect((await world.merge(other, [anAccount('both', { correlationKeys: ['a:1', 'b:2'] })])).correlated).toBe(0)
    const run = await data.db.syncRun.findFirst({ where: { systemId: other } })
    expect(run?.notes).toEqual([{ code: 'ambiguous_correlation', subject: 'both', text: expect.stringContaining('2 identities') }])
  })

  test('are merged by hand too, never in a chain', async () => {
    const [a, b, c] = await Promise.all([
      anIdentity(data.db, { systemId: system }),
      anIdentity(data.db, { systemId: other, purpose: 'serves the shop' }),
      anIdentity(data.db),
    ])
    await unifyIdentities(world.asAdmin(), { id: b.id, intoId: a.id, reason })
    expect(await data.db.identity.findUnique({ where: { id: a.id } })).toMatchObject({ purpose: 'serves the shop' })
    await expect(unifyIdentities(world.asAdmin(), { id: a.id, intoId: c.id, reason })).rejects.toMatchObject({ code: 'conflict' })
    await expect(unifyIdentities(world.asAdmin(), { id: c.id, intoId: b.id, reason })).rejects.toMatchObject({ code: 'conflict' })
    await expect(unifyIdentities(world.asAdmin(), { id: c.id, intoId: c.id, reason })).rejects.toMatchObject({
      code: 'invalid',
      fields: { intoId: 'Choose another identity' },
    })
  })
})

test('a principal is tied to the identity that it is, whichever came first', async () => {
  const trust = aTrust('app', { principal: 'role/deploy', principalCorrelationKey: 'aws:arn:aws:iam::1:role/deploy' })
  expect(
    (await world.merge(system, [anAccount('app'), trust, aTrust('app', { externalId: 'own', principalExternalId: 'boss' }), anAccount('boss')])).trusts,
  ).toMatchObject({ new: 2 })
  const ties = async () =>
    (
      await data.db.trust.findMany({ where: { identityId: (await named('app')).id }, include: { principalIdentity: true }, orderBy: { externalId: 'asc' } })
    ).map((row) => row.principalIdentity?.name ?? null)
  expect(await ties()).toEqual([null, 'boss'])
  await world.merge(other, [anAccount('deploy', { correlationKeys: ['aws:arn:aws:iam::1:role/deploy'] })])
  expect(await ties()).toEqual(['deploy', 'boss'])
  expect((await world.merge(system, [anAccount('app'), anAccount('boss')])).trusts).toMatchObject({ vanished: 2 })
})

test('an exposure is tied to the credential with its fingerprint, whichever came first', async () => {
  const exposure = (externalId: string, fingerprint: string) => ({
    type: 'exposure',
    externalId,
    rule: 'aws-access-token',
    title: 'AWS',
    fingerprints: [fingerprint],
  })
  const credential = (fingerprint: string) => ({
    type: 'credential',
    identityExternalId: 'app',
    externalId: fingerprint,
    kind: 'access_key',
    fingerprint,
    enabled: true,
  })
  await world.merge(system, [anAccount('app'), credential('AKIA1')])
  expect((await world.merge(other, [anAccount('scanner'), exposure('a', 'AKIA1'), exposure('b', 'AKIA2')])).exposures).toMatchObject({ new: 2 })
  await world.merge(system, [anAccount('app'), credential('AKIA1'), credential('AKIA2')])
  const tied = await data.db.exposure.findMany({ where: { systemId: other }, include: { credential: true, identity: true }, orderBy: { externalId: 'asc' } })
  expect(tied.map((row) => [row.credential?.fingerprint, row.identity?.name])).toEqual([
    ['AKIA1', 'app'],
    ['AKIA2', 'app'],
  ])
  expect((await world.merge(other, [anAccount('scanner')])).exposures).toMatchObject({ vanished: 2 })
})

test('an identity that was approved before it existed becomes active when its source shows it, with all that was declared', async () => {
  const planned = await anIdentity(data.db, { systemId: system, name: 'new-app', lifecycle: 'planned', purpose: 'serves the shop' })
  expect((await world.merge(system, [anAccount('app')])).identities).toMatchObject({ new: 1, vanished: 0 })
  expect((await world.merge(system, [anAccount('app'), anAccount('new-app')])).identities).toMatchObject({ new: 0, changed: 1 })
  expect(await named('new-app')).toMatchObject({ id: planned.id, lifecycle: 'active', purpose: 'serves the shop' })
})

test('what lies in a part that could not be read is not missed', async () => {
  const host = (name: string) => anAccount(name, { attributes: { kind: 'host', host: `${name}:22` } })
  await world.merge(system, [host('one'), host('two'), host('three')])
  const note = { type: 'note', externalId: 'n', code: 'not_readable', subject: 'two:22', text: 'did not answer' }
  expect((await world.merge(system, [host('one'), note])).identities).toMatchObject({ vanished: 1 })
  expect(await named('two')).toMatchObject({ vanishedAt: null })
})
