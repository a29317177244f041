import { beforeEach, expect, test } from 'vitest'
import type { SystemId } from '#lib/core/ids.ts'
import { contextFor, NOW, someone, testData } from '#lib/testing/contexts.ts'
import { scriptedDriver } from '#lib/testing/scripted-driver.ts'
import { syncWorld } from '#lib/testing/sync-world.ts'
import { failSync } from './fail-sync.ts'
import { requestSync } from './request-sync.ts'

const data = await testData()
const world = await syncWorld(data)
scriptedDriver('scripted')
const asAdmin = world.asAdmin()
let system: SystemId

beforeEach(async () => {
  system = await world.connect('scripted', { place: 'x', secret: 'x' })
})

test('asking for a discovery leaves a waiting run, its job and one audit entry', async () => {
  await data.db.outbox.deleteMany()
  const { id } = await requestSync(asAdmin, { id: system })
  expect(await data.db.syncRun.findUnique({ where: { id } })).toMatchObject({
    systemId: system,
    source: 'live',
    state: 'queued',
    requestedBy: world.admin.id,
    createdAt: NOW,
  })
  expect(await data.db.outbox.findMany()).toMatchObject([{ job: 'systems.sync', data: { runId: id } }])
  expect(await data.db.auditEntry.findMany({ where: { entityId: id } })).toMatchObject([{ action: 'systems.sync', entity: 'sync_run', before: null }])
})

test('only an admin asks for one', async () => {
  for (const role of ['owner', 'approver', 'ciso', 'auditor'] as const)
    await expect(requestSync(contextFor(data, someone(role)), { id: system })).rejects.toMatchObject({ code: 'forbidden' })
})

test('a system that is fed by files, one that is not there, and what is no id are refused', async () => {
  await expect(requestSync(asAdmin, { id: await world.connect('aws_iam') })).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('import an export'),
  })
  await expect(requestSync(asAdmin, { id: 'sys_00000000000000000000000000' })).rejects.toMatchObject({ code: 'not_found' })
  await expect(requestSync(asAdmin, { id: 'x' })).rejects.toMatchObject({ code: 'invalid' })
})

test('while a discovery waits or goes on there is no second one; after it there is', async () => {
  const { id } = await requestSync(asAdmin, { id: system })
  await expect(requestSync(asAdmin, { id: system })).rejects.toMatchObject({ code: 'conflict' })
  await data.db.syncRun.update({ where: { id }, data: { state: 'running' } })
  await expect(requestSync(asAdmin, { id: system })).rejects.toMatchObject({ code: 'conflict' })
  await failSync(contextFor(data, { kind: 'system', job: 'test' }), { id, problem: 'it was only a test' })
  await requestSync(asAdmin, { id: system })
})

test('of people who ask at the same moment one gets a run, and the others are told', async () => {
  const all = await Promise.allSettled(Array.from({ length: 4 }, () => requestSync(asAdmin, { id: system })))
  const lost = all.filter(({ status }) => status === 'rejected')
  expect(lost).toHaveLength(3)
  for (const each of lost) expect(each).toMatchObject({ reason: { code: 'conflict' } })
  expect(await data.db.syncRun.count({ where: { systemId: system } })).toBe(1)
})

test('a run that failed says so once, and keeps saying what was wrong first', async () => {
  const { id } = await requestSync(asAdmin, { id: system })
  const asWorker = contextFor(data, { kind: 'system', job: 'test' })
  await failSync(asWorker, { id, problem: 'first' })
  await failSync(asWorker, { id, problem: 'second' })
  expect(await data.db.syncRun.findUnique({ where: { id } })).toMatchObject({ state: 'failed', problem: 'first' })
  expect(await data.db.auditEntry.count({ where: { entityId: id, action: 'systems.recordSync' } })).toBe(1)
  await expect(failSync(asAdmin, { id, problem: 'x' })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(failSync(asWorker, { id, problem: '' })).rejects.toMatchObject({ code: 'invalid' })
})
