import { beforeEach, expect, test } from 'vitest'
import type { SystemId } from '#lib/core/ids.ts'
import { DAY, MINUTE, shift } from '#lib/core/time.ts'
import { freshnessOfSystems } from '#lib/systems/system-freshness.ts'
import { listFreshness } from '#lib/systems/list-freshness.ts'
import { listSystems } from '#lib/systems/queries.ts'
import { setSchedule } from '#lib/systems/set-schedule.ts'
import { showSystem } from '#lib/systems/show-system.ts'
import { contextFor, NOW, someone, testData } from '#lib/testing/contexts.ts'
import { aSystem } from '#lib/testing/factories.ts'
import { scriptedDriver } from '#lib/testing/scripted-driver.ts'
import { syncWorld } from '#lib/testing/sync-world.ts'
import { deriveByTheClock, deriveOrdered } from './derive-findings.ts'
import { sweepSyncs } from './sweep-syncs.ts'

const data = await testData()
let now = NOW
const world = await syncWorld(data, () => now)
scriptedDriver('scripted')
let system: SystemId

beforeEach(async () => {
  now = NOW
  await data.db.syncRun.updateMany({ where: { state: 'queued' }, data: { state: 'failed' } })
  await data.db.system.updateMany({ data: { syncEveryMinutes: null } })
  system = await world.connect('scripted', { place: 'x', secret: 'x' })
})

const runs = (id: string) => data.db.syncRun.findMany({ where: { systemId: id }, orderBy: { createdAt: 'asc' } })
const afterMinutes = async (minutes: number) => {
  now = shift(NOW, minutes * MINUTE)
  await sweepSyncs(world.worker)
}

test('a live system is read every six hours by itself, and one that is fed by files never', async () => {
  const files = await world.connect('aws_iam')
  await afterMinutes(359)
  expect(await runs(system)).toHaveLength(0)
  await afterMinutes(360)
  expect(await runs(system)).toMatchObject([{ state: 'queued', source: 'live', requestedBy: 'system:systems.sync' }])
  expect(await runs(files)).toHaveLength(0)
})

test('no second reading is asked for while one waits, however many workers look', async () => {
  await afterMinutes(360)
  await Promise.all([sweepSyncs(world.worker), sweepSyncs(world.worker)])
  await afterMinutes(3_600)
  expect(await runs(system)).toHaveLength(1)
})

test('a reading that failed is tried again after an interval, not at once', async () => {
  await afterMinutes(360)
  await data.db.syncRun.updateMany({ where: { systemId: system }, data: { state: 'failed' } })
  await afterMinutes(719)
  expect(await runs(system)).toHaveLength(1)
  await afterMinutes(720)
  expect(await runs(system)).toHaveLength(2)
})

test('an admin says how often, or not at all', async () => {
  await setSchedule(world.asAdmin(), { id: system, everyMinutes: '5' })
  expect(await data.db.auditEntry.findFirst({ where: { action: 'systems.setSchedule', entityId: system } })).toMatchObject({
    before: { syncEveryMinutes: 360 },
    after: { syncEveryMinutes: 5 },
  })
  await afterMinutes(5)
  expect(await runs(system)).toHaveLength(1)
  await data.db.syncRun.updateMany({ where: { systemId: system }, data: { state: 'succeeded' } })
  await setSchedule(world.asAdmin(), { id: system, everyMinutes: '' })
  await setSchedule(world.asAdmin(), { id: system, everyMinutes: null })
  expect(await data.db.auditEntry.count({ where: { action: 'systems.setSchedule', entityId: system } })).toBe(2)
  await afterMinutes(100_000)
  expect(await runs(system)).toHaveLength(1)
})

test('a schedule out of bounds, of files, or by anybody else is refused', async () => {
  await expect(setSchedule(world.asAdmin(), { id: system, everyMinutes: 4 })).rejects.toMatchObject({
    code: 'invalid',
    fields: { everyMinutes: expect.any(String) },
  })
  await expect(setSchedule(world.asAdmin(), { id: await world.connect('aws_iam'), everyMinutes: 60 })).rejects.toMatchObject({ code: 'invalid' })
  for (const role of ['owner', 'approver', 'ciso', 'auditor'] as const)
    await expect(setSchedule(contextFor(data, someone(role)), { id: system, everyMinutes: 60 })).rejects.toMatchObject({ code: 'forbidden' })
})

test('of two who change a schedule at once to different ends, nobody is lost', async () => {
  const both = await Promise.allSettled([60, 120].map((everyMinutes) => setSchedule(world.asAdmin(), { id: system, everyMinutes })))
  const entries = await data.db.auditEntry.findMany({ where: { action: 'systems.setSchedule', entityId: system } })
  expect(entries).toHaveLength(both.filter(({ status }) => status === 'fulfilled').length)
})

test('a system that is fed by files is as fresh as the format that was imported longest ago', async () => {
  const files = await aSystem(data.db, { kind: 'aws_iam', lastSyncedAt: NOW })
  for (const [format, age] of [
    ['aws-authorization-details', 0],
    ['aws-credential-report', 8 * DAY],
    ['aws-credential-report', 30 * DAY],
  ] as const)
    await data.db.syncRun.create({
      data: {
        id: `run_${format}_${age}`,
        systemId: files.id,
        source: 'file',
        format,
        state: 'succeeded',
        requestedBy: 'x',
        createdAt: NOW,
        finishedAt: shift(NOW, -age),
      },
    })
  const asAuditor = contextFor(data, someone('auditor'))
  const stale = { state: 'stale', gate: true, lastGoodAt: shift(NOW, -8 * DAY) }
  expect((await listFreshness(asAuditor, {})).find(({ id }) => id === files.id)).toMatchObject(stale)
  expect((await listSystems(asAuditor, {})).find(({ id }) => id === files.id)).toMatchObject({ freshness: 'stale' })
  expect((await showSystem(asAuditor, { id: files.id })).readings).toMatchObject([
    { part: 'aws-credential-report', state: 'stale' },
    { part: 'aws-authorization-details', state: 'fresh', gate: false },
  ])
  const never = await freshnessOfSystems(async (statement) => (await data.pool.query(statement)).rows, [{ id: system, live: true, lastSyncedAt: null }], NOW)
  expect(never.get(system)).toMatchObject({ state: 'never', gate: true, parts: [{ title: 'Live reading' }] })
})

test('findings are derived after a merge, and as a whole once an hour whatever happens', async () => {
  const files = await world.connect('aws_iam')
  await data.db.outbox.deleteMany()
  await world.merge(files, [{ type: 'identity', externalId: 'deploy', name: 'deploy', class: 'ci_runner', classReason: 'x', enabled: true, privileged: false }])
  const orders = await data.db.outbox.findMany({ where: { job: 'findings.derive' } })
  expect(orders).toMatchObject([{ data: { systemId: files } }])
  const orphans = () => data.db.finding.count({ where: { systemId: files, rule: 'orphaned', state: 'open' } })
  expect(await orphans()).toBe(0)
  await deriveOrdered(world.worker, orders[0]?.data as Record<string, unknown>)
  expect(await orphans()).toBe(1)

  const whole = () => data.db.auditEntry.count({ where: { entity: 'findings', entityId: 'all' } })
  await Promise.all([deriveByTheClock(world.worker), deriveByTheClock(world.worker)])
  await deriveByTheClock(world.worker)
  expect(await whole()).toBe(1)
  now = shift(NOW, 60 * MINUTE)
  await deriveByTheClock(world.worker)
  expect(await whole()).toBe(2)
})
