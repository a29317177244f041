import { beforeEach, expect, test } from 'vitest'
import { LeaseId, type SystemId } from '#lib/core/ids.ts'
import { DAY, HOUR, shift } from '#lib/core/time.ts'
import { offerPrivilege } from '#lib/systems/catalogue/offer-privilege.ts'
import { contextFor, NOW, testData, worker } from '#lib/testing/contexts.ts'
import { aPerson, aSystem } from '#lib/testing/factories.ts'
import { leaseWorld } from '#lib/testing/lease-world.ts'
import { aGrant, aGroupRole, anAccount, aPassword, aSession, unreadable } from '#lib/testing/records.ts'
import { registerState, syncWorld } from '#lib/testing/sync-world.ts'
import { mergeDiscovery } from './merge-discovery.ts'

const data = await testData()
let now = NOW
const world = await syncWorld(data, () => now)
let system: SystemId

beforeEach(async () => {
  now = shift(now, DAY)
  system = (await aSystem(data.db)).id
})

const identityOf = (externalId: string) => data.db.identity.findFirst({ where: { systemId: system, externalId } })
const estate = () => [anAccount('app'), aPassword('app'), aGrant('app', 'orders'), aGrant('app', 'customers'), anAccount('etl'), aPassword('etl')]

test('what a source shows comes into the register, with one audit entry that says how much', async () => {
  const counts = await world.merge(system, estate())
  expect(counts).toMatchObject({
    identities: { new: 2, changed: 0, unchanged: 0, vanished: 0, returned: 0 },
    credentials: { new: 2 },
    entitlements: { new: 2 },
    totals: { identities: 2, credentials: 2, entitlements: 2 },
  })
  expect(await identityOf('app')).toMatchObject({
    name: 'app',
    class: 'service_account',
    firstSeenAt: now,
    lastSeenAt: now,
    vanishedAt: null,
    ownerId: null,
    purpose: null,
    environment: null,
  })
  expect((await data.db.system.findUniqueOrThrow({ where: { id: system } })).lastSyncedAt).toEqual(now)
  const entries = await data.db.auditEntry.findMany({ where: { action: 'inventory.mergeDiscovery', at: now } })
  expect(entries).toMatchObject([
    { entity: 'sync_run', actor: 'system:test', after: { state: 'succeeded', systemId: system, counts: { identities: { new: 2 } } } },
  ])
  expect(await data.db.discoveredRecord.count()).toBe(0)
})

test('the same again changes nothing: no row, no history', async () => {
  await world.merge(system, [...estate(), aSession('app', NOW)])
  const before = await registerState(data)
  now = shift(now, HOUR)
  const counts = await world.merge(system, [...estate(), aSession('app', NOW)])
  expect(counts.identities).toEqual({ new: 0, changed: 0, unchanged: 2, vanished: 0, returned: 0 })
  expect(counts.entitlements).toEqual({ new: 0, changed: 0, unchanged: 2, vanished: 0, returned: 0 })
  expect(counts.activity).toEqual({ new: 0 })
  expect(await registerState(data)).toEqual(before)
})

test("the source's own facts are overwritten with their history kept; what people said of an identity is not touched", async () => {
  await world.merge(system, [anAccount('app'), aPassword('app')])
  const owner = await aPerson(data.db)
  const declared = { ownerId: owner.id, purpose: 'serves the shop', environment: 'production', expiresAt: shift(now, 90 * DAY) }
  const first = await identityOf('app')
  now = shift(now, HOUR)
  await data.db.identity.update({ where: { id: first?.id ?? '' }, data: declared })
  now = shift(now, HOUR)
  const counts = await world.merge(system, [
    anAccount('app', { enabled: false, privileged: true, privilegedReason: 'superuser' }),
    aPassword('app', { enabled: false }),
  ])
  expect(counts).toMatchObject({ identities: { changed: 1 }, credentials: { changed: 1 } })
  expect(await identityOf('app')).toMatchObject({
    id: first?.id,
    enabled: false,
    privileged: true,
    ...declared,
    firstSeenAt: first?.firstSeenAt,
    lastSeenAt: now,
  })
  const history = await data.db.identityHistory.findMany({ where: { rowId: first?.id ?? '' }, orderBy: { seq: 'asc' } })
  expect(history.map(({ row }) => (row as { enabled: boolean; purpose: string | null }).purpose)).toEqual([null, 'serves the shop'])
})

test('one principal that a source shows twice is one identity, as it said last', async () => {
  const counts = await world.merge(system, [anAccount('app'), anAccount('app', { enabled: false })])
  expect(counts.identities.new).toBe(1)
  expect(await identityOf('app')).toMatchObject({ enabled: false })
})

test('what vanished is marked, with all that it held, and keeps its row; what comes back is itself again', async () => {
  await world.merge(system, estate())
  const first = await identityOf('app')
  const seenAt = now
  now = shift(now, DAY)
  const without = await world.merge(system, [anAccount('etl'), aPassword('etl')])
  expect(without).toMatchObject({
    identities: { vanished: 1, unchanged: 1 },
    credentials: { vanished: 1 },
    entitlements: { vanished: 2 },
    totals: { identities: 1, credentials: 1, entitlements: 0 },
  })
  expect(await identityOf('app')).toMatchObject({ id: first?.id, vanishedAt: now, lastSeenAt: seenAt })
  now = shift(now, DAY)
  expect((await world.merge(system, [anAccount('etl'), aPassword('etl')])).identities).toMatchObject({ vanished: 0, unchanged: 1 })
  const back = await world.merge(system, [...estate(), aGrant('app', 'refunds')])
  expect(back).toMatchObject({ identities: { returned: 1, unchanged: 1, new: 0 }, credentials: { returned: 1 }, entitlements: { returned: 2, new: 1 } })
  expect(await identityOf('app')).toMatchObject({ id: first?.id, vanishedAt: null, lastSeenAt: now, firstSeenAt: first?.firstSeenAt })
})

test('another system with the same names is another register', async () => {
  await world.merge(system, estate())
  const other = (await aSystem(data.db)).id
  expect((await world.merge(other, [anAccount('app')])).identities).toMatchObject({ new: 1, vanished: 0 })
  expect(await identityOf('etl')).toMatchObject({ vanishedAt: null })
})

test('permissions in a part that could not be read are not missed, others are', async () => {
  await world.merge(system, [
    anAccount('app'),
    aGrant('app', 'shop.public.orders'),
    aGrant('app', 'crm.public.leads'),
    aGrant('app', 'x', { attributes: { group: 'ops' } }),
  ])
  const counts = await world.merge(system, [anAccount('app'), unreadable('shop'), unreadable('ops')])
  expect(counts.entitlements).toMatchObject({ vanished: 1 })
  expect(await data.db.entitlement.findMany({ where: { vanishedAt: now }, select: { resource: true } })).toEqual([{ resource: 'crm.public.leads' }])
})

test('a last use only moves forward, and how it is known goes with the date that wins', async () => {
  const early = shift(NOW, -DAY)
  const late = shift(NOW, -HOUR)
  await world.merge(system, [anAccount('app', { lastUsedAt: early, lastUseKnown: 'exact' })])
  await world.merge(system, [anAccount('app', { lastUseKnown: 'unknown' })])
  expect(await identityOf('app')).toMatchObject({ lastUsedAt: early, lastUseKnown: 'exact' })
  await world.merge(system, [anAccount('app'), aSession('app', late), aSession('app', shift(late, HOUR), { outcome: 'failure' })])
  expect(await identityOf('app')).toMatchObject({ lastUsedAt: late, lastUseKnown: 'logs' })
  await world.merge(system, [anAccount('app', { lastUsedAt: early, lastUseKnown: 'exact' })])
  expect(await identityOf('app')).toMatchObject({ lastUsedAt: late, lastUseKnown: 'logs' })
  expect(await data.db.activityEvent.count({ where: { systemId: system } })).toBe(2)
})

test('a source that says exactly "never" is believed over one that could not say', async () => {
  await world.merge(system, [anAccount('app')])
  await world.merge(system, [anAccount('app', { lastUsedAt: null, lastUseKnown: 'exact' })])
  expect(await identityOf('app')).toMatchObject({ lastUsedAt: null, lastUseKnown: 'exact' })
})

test('what names an identity that nobody listed is left out, counted and said', async () => {
  const counts = await world.merge(system, [anAccount('app'), aPassword('ghost'), aGrant('ghost', 'orders'), aSession('ghost', NOW)])
  expect(counts).toMatchObject({ credentials: { new: 0 }, entitlements: { new: 0 }, activity: { new: 0 }, leftOut: { withoutIdentity: 3 } })
  const run = await data.db.syncRun.findFirst({ where: { systemId: system } })
  expect(run?.notes).toEqual([{ code: 'without_identity', subject: 'ghost', text: expect.stringContaining('3 records') }])
})

test('privileges come into the catalogue unoffered; what an admin says of one stands, until the system no longer has it', async () => {
  await world.merge(system, [anAccount('app'), aGroupRole('app_reader', { description: 'from the comment' }), aGroupRole('app_writer')])
  const reader = await data.db.privilege.findFirstOrThrow({ where: { systemId: system, name: 'app_reader' } })
  expect(reader).toMatchObject({ title: 'app_reader', description: 'from the comment', offered: false, lendable: true })
  const offer = { title: 'Read the shop', description: 'Reads orders and customers', risk: 'low', maxSeconds: 3_600 }
  await offerPrivilege(world.asAdmin(), { id: reader.id, ...offer })
  expect(
    (await world.merge(system, [anAccount('app'), aGroupRole('app_reader', { description: 'changed' }), aGroupRole('app_writer')])).privileges,
  ).toMatchObject({ unchanged: 2, changed: 0 })
  expect(await data.db.privilege.findUnique({ where: { id: reader.id } })).toMatchObject({ ...offer, offered: true })
  const refused = aGroupRole('app_reader', { lendable: false, notLendableReason: 'it is a superuser now' })
  expect((await world.merge(system, [anAccount('app'), refused, aGroupRole('app_writer')])).privileges).toMatchObject({ changed: 1 })
  expect((await world.merge(system, [anAccount('app'), aGroupRole('app_writer')])).privileges).toMatchObject({ vanished: 1, unchanged: 1 })
  expect(await data.db.privilege.findUnique({ where: { id: reader.id } })).toMatchObject({
    offered: true,
    lendable: false,
    notLendableReason: 'The system no longer shows it',
  })
  expect((await world.merge(system, [anAccount('app'), aGroupRole('app_reader'), aGroupRole('app_writer')])).privileges).toMatchObject({ returned: 1 })
})

test('the account of a lease stays out of the register, with all that it holds; one that no lease explains comes in, marked', async () => {
  const lending = await leaseWorld(data, { settings: {}, privilege: 'app_reader' }, () => now)
  system = lending.system.id
  const leaseId = await lending.aLease()
  const ours = `tenure_${leaseId}`
  const orphan = `tenure_${LeaseId.create()}`
  const shown = [
    anAccount('app'),
    anAccount(ours, { ours: true }),
    aPassword(ours),
    aGrant(ours, 'orders'),
    aSession(ours, NOW),
    anAccount(orphan, { ours: true }),
    aPassword(orphan),
  ]
  const counts = await world.merge(system, shown)
  expect(counts).toMatchObject({
    identities: { new: 2 },
    credentials: { new: 1 },
    entitlements: { new: 0 },
    activity: { new: 0 },
    leftOut: { leaseAccounts: 1, withoutIdentity: 0 },
  })
  expect(await identityOf(ours)).toBeNull()
  expect(await identityOf(orphan)).toMatchObject({ attributes: { kind: 'login', mintedWithoutLease: true } })

  // The lease ends without ever having been minted; whatever bears its name after that is not explained by it
  await data.db.lease.update({ where: { id: leaseId }, data: { state: 'ended', endReason: 'expired', endedAt: now } })
  expect((await world.merge(system, shown)).leftOut).toMatchObject({ leaseAccounts: 1 })
  now = shift(now, HOUR)
  expect(await world.merge(system, shown)).toMatchObject({ identities: { new: 1 }, leftOut: { leaseAccounts: 0 } })
})

test('a staging that is not whole is refused, and nothing vanishes', async () => {
  await world.merge(system, estate())
  const { id } = await data.db.syncRun.findFirstOrThrow({ where: { systemId: system } })
  await data.db.syncRun.update({ where: { id }, data: { state: 'running' } })
  const call = { id, records: 7, bytes: 0, format: null, covers: null, observedAt: null, scope: null, notes: [] }
  await expect(mergeDiscovery(contextFor(data, worker('test'), now), call)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('0 of 7 records'),
  })
  expect(await identityOf('app')).toMatchObject({ vanishedAt: null })
})

test('a live system that shows no identity at all is not believed', async () => {
  await world.merge(system, estate())
  await expect(world.merge(system, [unreadable('everything')])).rejects.toMatchObject({ code: 'unavailable' })
  expect(await identityOf('app')).toMatchObject({ vanishedAt: null })
})

test('people cannot merge, and a run is merged once', async () => {
  await world.merge(system, estate())
  const { id } = await data.db.syncRun.findFirstOrThrow({ where: { systemId: system } })
  const call = { id, records: 0, bytes: 0, format: null, covers: null, observedAt: null, scope: null, notes: [] }
  await expect(mergeDiscovery(world.asAdmin(), call)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(mergeDiscovery(contextFor(data, worker('test'), now), call)).rejects.toMatchObject({ code: 'conflict' })
  await expect(mergeDiscovery(contextFor(data, worker('test'), now), { ...call, id: 'x' })).rejects.toMatchObject({ code: 'invalid' })
})
