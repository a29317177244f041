import { beforeEach, expect, test } from 'vitest'
import { TenureError } from '#lib/core/errors.ts'
import type { SystemId } from '#lib/core/ids.ts'
import { DAY, HOUR, MINUTE, shift } from '#lib/core/time.ts'
import { withLock } from '#lib/db/pool.ts'
import { syncLock } from '#lib/systems/rules.ts'
import { beginSync } from '#lib/systems/sync-runs/begin-sync.ts'
import { requestSync } from '#lib/systems/sync-runs/request-sync.ts'
import { startImport } from '#lib/systems/sync-runs/start-import.ts'
import { contextFor, NOW, testData, worker as workerActor } from '#lib/testing/contexts.ts'
import { aGrant, anAccount, aPassword, aSession } from '#lib/testing/records.ts'
import { REACHABLE, scriptedDriver } from '#lib/testing/scripted-driver.ts'
import { registerState, syncWorld } from '#lib/testing/sync-world.ts'
import { resumeSyncs } from './resume-syncs.ts'
import { runSync } from './run-sync.ts'
import { stageRecords } from './sync/stage-records.ts'

const data = await testData()
let now = NOW
const world = await syncWorld(data, () => now)
const scripts = scriptedDriver('scripted')
let place = ''
let system: SystemId

beforeEach(async () => {
  now = shift(now, DAY)
  place = `place ${now.getTime()}`
  system = await world.connect('scripted', { place, secret: 'only for the driver' })
})

const estate = () => [anAccount('app'), aPassword('app'), aGrant('app', 'orders'), anAccount('etl')]
const identities = () => data.db.identity.count({ where: { systemId: system } })
const nothingStaged = async () => expect(await data.db.discoveredRecord.count()).toBe(0)

test('a discovery runs from the request to the register, says how far it is, and leaves one audit entry for each of the two', async () => {
  scripts.set(place, { records: estate })
  const run = await world.discover(system)
  expect(run).toMatchObject({
    state: 'succeeded',
    source: 'live',
    recordsRead: 4,
    problem: null,
    requestedBy: 'Edda Engineer',
    startedAt: now,
    finishedAt: now,
    counts: { identities: { new: 2 } },
  })
  const entries = await data.db.auditEntry.findMany({ where: { entity: 'sync_run', entityId: run.id }, orderBy: { id: 'asc' } })
  expect(entries.map(({ action, actor }) => [action, actor])).toEqual([
    ['systems.sync', `user:${world.admin.id}`],
    ['inventory.mergeDiscovery', 'system:systems.sync'],
  ])
  await nothingStaged()
})

test.each([
  ['a minute', 'more and more of it', MINUTE, (seen: number[]) => expect(Math.max(...seen)).toBeGreaterThan(5_000)],
  ['no time at all', 'what it was at first, since it is written once a second at most', 0, (seen: number[]) => expect(Math.max(...seen)).toBe(0)],
])('while each part of a source takes %s to read, whoever watches sees %s', async (_takes, _sees, step, expectSeen) => {
  const seen: number[] = []
  scripts.set(place, {
    records: async function* () {
      for (let index = 0; index < 9_000; index++) {
        yield anAccount(`svc-${index}`, { classReason: 'x'.repeat(450) })
        if (index % 1_000 !== 999) continue
        now = shift(now, step)
        seen.push((await data.db.syncRun.findFirstOrThrow({ where: { systemId: system } })).recordsRead)
      }
    },
  })
  expect(await world.discover(system)).toMatchObject({ state: 'succeeded', recordsRead: 9_000 })
  expect(Math.max(...seen)).toBeLessThan(9_000)
  expectSeen(seen)
})

test('rights that the account lacks are kept as notes of the run', async () => {
  const rights = [{ capability: 'activity' as const, right: 'pg_read_all_stats', held: false, purpose: 'See sessions', remedy: 'GRANT it' }]
  scripts.set(place, { records: estate, report: { ...REACHABLE, reachable: true, as: 'x', serverVersion: '1', targetTime: now, warnings: [], rights } })
  expect((await world.discover(system)).notes).toEqual([{ code: 'missing_right', subject: 'pg_read_all_stats', text: 'See sessions: GRANT it' }])
})

test('a system that does not answer fails the run with its reason, audited once', async () => {
  const run = await world.discover(system)
  expect(run).toMatchObject({ state: 'failed', problem: expect.stringContaining(`nothing answers at ${place}`) })
  expect(await data.db.auditEntry.count({ where: { entityId: run.id, action: 'systems.recordSync' } })).toBe(1)
})

test.each([
  ['a field of the wrong type', { ...anAccount('bad'), enabled: 'yes' }, /^Record 3 \(identity "bad"\) cannot be taken, so nothing was: enabled: /],
  ['an unknown class', { ...anAccount('bad'), class: 'robot' }, /class/],
  ['a NUL in an attribute', anAccount('bad', { attributes: { note: 'a\u0000b' } }), /attributes\.note holds a NUL/],
  ['half a character in an attribute', anAccount('bad', { attributes: { note: '\ud800' } }), /attributes\.note holds half of a character/],
  ['a key that no index holds', anAccount('😀'.repeat(700)), /has more than 2500 bytes/],
  ['an instant that no calendar has', anAccount('bad', { createdAt: new Date('+012026-01-01T00:00:00Z') }), /createdAt: lies outside/],
  ['no record at all', null, /Record 3/],
])('a record with %s fails the run at its place, and nothing of the source is taken', async (_what, record, problem) => {
  scripts.set(place, { checked: false, records: () => [anAccount('good'), aPassword('good'), record as never] })
  expect(await world.discover(system)).toMatchObject({ state: 'failed', problem: expect.stringMatching(problem), counts: null })
  expect(await identities()).toBe(0)
  await nothingStaged()
})

test('hostile text is stored as the text it is', async () => {
  const hostile = `'; DROP TABLE identity; -- \\ \t \n =cmd|' /C calc'!A0 <script>alert(1)</script> ../../etc/passwd \u202e \\N \\.`
  scripts.set(place, { records: () => [anAccount(hostile, { attributes: { [hostile]: [hostile] } }), aGrant(hostile, hostile)] })
  expect(await world.discover(system)).toMatchObject({ state: 'succeeded' })
  expect(await data.db.identity.findFirst({ where: { systemId: system } })).toMatchObject({
    name: hostile,
    externalId: hostile,
    attributes: { [hostile]: [hostile] },
  })
})

test('a source that breaks off in the middle changes nothing', async () => {
  scripts.set(place, { records: estate })
  await world.discover(system)
  const before = await registerState(data)
  scripts.set(place, {
    records: function* () {
      yield anAccount('app', { enabled: false })
      throw new TenureError('unavailable', 'the connection was lost')
    },
  })
  expect(await world.discover(system)).toMatchObject({ state: 'failed', problem: 'the connection was lost' })
  expect(await registerState(data)).toEqual(before)
  await nothingStaged()
})

test('a bug is shown as an id, not as its message, and nothing is kept of what was read', async () => {
  scripts.set(place, {
    records: () => {
      throw new Error('password=hunter2')
    },
  })
  const run = await world.discover(system)
  expect(run).toMatchObject({ state: 'failed', problem: expect.stringMatching(/^Something went wrong on our side.* [0-9a-f]{8}$/) })
})

test('a run that a killed worker left half staged starts over and ends right', async () => {
  scripts.set(place, { records: estate })
  const { id } = await requestSync(world.asAdmin(), { id: system })
  await beginSync(contextFor(data, workerActor('systems.sync'), now), { id })
  const half = async function* () {
    yield [anAccount('left behind by the dead worker') as never]
  }
  await stageRecords(world.worker, id, half(), async () => {})
  expect(await data.db.discoveredRecord.count({ where: { runId: id } })).toBe(1)
  await runSync(world.worker, id)
  expect(await data.db.syncRun.findUnique({ where: { id } })).toMatchObject({ state: 'succeeded', recordsRead: 4 })
  expect(await data.db.identity.findMany({ where: { systemId: system }, select: { name: true }, orderBy: { name: 'asc' } })).toEqual([
    { name: 'app' },
    { name: 'etl' },
  ])
  await nothingStaged()
})

test('a run that is over is not taken up again', async () => {
  scripts.set(place, { records: estate })
  const { id } = await world.discover(system)
  scripts.set(place, { records: () => [anAccount('other')] })
  await runSync(world.worker, id as never)
  expect(await identities()).toBe(2)
})

test('while another run of the system goes on, a run is put back into the queue', async () => {
  scripts.set(place, { records: estate })
  const { id } = await requestSync(world.asAdmin(), { id: system })
  await data.db.outbox.deleteMany()
  await withLock(data.pool, syncLock(system), async () => {
    await runSync(world.worker, id)
    return true
  })
  expect(await data.db.syncRun.findUnique({ where: { id } })).toMatchObject({ state: 'queued' })
  expect(await data.db.outbox.findMany()).toMatchObject([{ job: 'systems.sync', data: { runId: id }, startAfter: shift(now, 5_000) }])
  await runSync(world.worker, id)
  expect(await data.db.syncRun.findUnique({ where: { id } })).toMatchObject({ state: 'succeeded' })
})

test('uses in months that have no partition yet are stored, and those with an impossible date are left out and said', async () => {
  const uses = [aSession('app', shift(now, -400 * DAY)), aSession('app', shift(now, -4_000 * DAY)), aSession('app', shift(now, 3 * DAY))]
  scripts.set(place, { records: () => [anAccount('app'), ...uses] })
  const run = await world.discover(system)
  expect(run).toMatchObject({ state: 'succeeded', counts: { activity: { new: 1 } }, notes: [{ code: 'misdated', text: expect.stringContaining('2 uses') }] })
})

test('what a dead process left is taken up: a run without a worker, and an upload without an uploader', async () => {
  scripts.set(place, { records: estate })
  const { id } = await requestSync(world.asAdmin(), { id: system })
  await beginSync(contextFor(data, workerActor('systems.sync'), now), { id })
  const files = await world.connect('aws_iam')
  const upload = await startImport(world.asAdmin(), { systemId: files, fileName: 'x.json' })
  await data.db.outbox.deleteMany()

  await withLock(data.pool, syncLock(system), () => resumeSyncs(world.worker).then(() => true))
  expect(await data.db.outbox.count()).toBe(0)
  await resumeSyncs(world.worker)
  expect(await data.db.outbox.findMany()).toMatchObject([{ job: 'systems.sync', data: { runId: id } }])
  now = shift(now, HOUR)
  expect(await data.db.syncRun.findUnique({ where: { id: upload.id } })).toMatchObject({ state: 'queued' })
  now = shift(now, 1)
  await resumeSyncs(world.worker)
  expect(await data.db.syncRun.findUnique({ where: { id: upload.id } })).toMatchObject({ state: 'failed', problem: expect.stringContaining('broke off') })
})
