import { beforeEach, expect, test } from 'vitest'
import type { SystemId } from '#lib/core/ids.ts'
import { contextFor, someone, testData } from '#lib/testing/contexts.ts'
import { syncWorld } from '#lib/testing/sync-world.ts'
import { CHUNK_BYTES, MAX_CHUNKS } from '../rules.ts'
import { abortUpload } from './abort-upload.ts'
import { appendImportChunk } from './append-import-chunk.ts'
import { finishUpload } from './finish-upload.ts'
import { receiveUpload } from './receive-upload.ts'
import { startImport } from './start-import.ts'

const data = await testData()
const world = await syncWorld(data)
const asAdmin = world.asAdmin()
const asOther = contextFor(data, someone('admin'))
const asAuditor = contextFor(data, someone('auditor'))
let systemId: SystemId

beforeEach(async () => {
  systemId = await world.connect('aws_iam')
  await data.db.outbox.deleteMany()
})

const start = () => startImport(asAdmin, { systemId, fileName: 'export.json' })
const bytes = new Uint8Array([1, 2, 3])
const run = (id: string) => data.db.syncRun.findUniqueOrThrow({ where: { id } })
const pieces = (id: string) => data.db.importChunk.findMany({ where: { runId: id }, orderBy: { seq: 'asc' } })
const entries = (id: string) => data.db.auditEntry.findMany({ where: { entityId: id }, orderBy: { id: 'asc' } })

async function* parts(...sizes: number[]): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(Math.max(...sizes))
  for (const [index, size] of sizes.entries()) yield buffer.fill(index + 1).subarray(0, size)
}

test('a file is stored while it streams, in pieces of 1 MiB however it comes; its import is asked for when it has ended', async () => {
  const { id, bytes: total } = await receiveUpload(asAdmin, { systemId, fileName: 'export.json' }, parts(10, CHUNK_BYTES, 2 * CHUNK_BYTES, 5))
  expect(total).toBe(3 * CHUNK_BYTES + 15)
  const stored = await pieces(id)
  expect(stored.map((piece) => piece.bytes.length)).toEqual([CHUNK_BYTES, CHUNK_BYTES, CHUNK_BYTES, 15])
  const whole = Buffer.concat(stored.map((piece) => piece.bytes))
  expect([whole[9], whole[10], whole[CHUNK_BYTES + 9], whole[CHUNK_BYTES + 10], whole[3 * CHUNK_BYTES + 9], whole[3 * CHUNK_BYTES + 10]]).toEqual([
    1, 2, 2, 3, 3, 4,
  ])
  expect(await run(id)).toMatchObject({ state: 'queued', source: 'file', fileName: 'export.json', bytesTotal: BigInt(total) })
  expect(await data.db.outbox.findMany()).toMatchObject([{ job: 'systems.sync', data: { runId: id } }])
  expect((await entries(id)).map(({ action, after }) => [action, after])).toMatchObject([
    ['systems.import', { state: 'queued', fileName: 'export.json' }],
    ['systems.import', { bytesTotal: total }],
  ])
})

test('an upload that breaks off leaves a failed run, no bytes and no job', async () => {
  const breaking = async function* () {
    yield* parts(CHUNK_BYTES, 7)
    throw new Error('ECONNRESET')
  }
  await expect(receiveUpload(asAdmin, { systemId, fileName: 'x' }, breaking())).rejects.toThrow('ECONNRESET')
  const { id, state, problem } = await data.db.syncRun.findFirstOrThrow({ where: { systemId } })
  expect({ state, problem }).toEqual({ state: 'failed', problem: 'The upload broke off: import the file again' })
  expect(await pieces(id)).toEqual([])
  expect(await data.db.outbox.count()).toBe(0)
  expect((await entries(id)).map(({ after }) => after)).toMatchObject([{ state: 'queued' }, { state: 'failed' }])
})

test('an empty file is refused', async () => {
  await expect(receiveUpload(asAdmin, { systemId, fileName: 'x' }, parts(0))).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('empty'),
  })
  expect(await data.db.syncRun.findFirst({ where: { systemId } })).toMatchObject({ state: 'failed' })
})

test('a piece past 512 MiB is refused with what to do', async () => {
  const { id } = await start()
  await expect(appendImportChunk(asAdmin, { id, seq: MAX_CHUNKS, bytes })).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('larger than 512 MiB'),
  })
  await expect(appendImportChunk(asAdmin, { id, seq: 0, bytes: new Uint8Array(CHUNK_BYTES + 1) })).rejects.toMatchObject({ code: 'invalid' })
  await expect(appendImportChunk(asAdmin, { id, seq: 0, bytes: new Uint8Array(0) })).rejects.toMatchObject({ code: 'invalid' })
})

test('only an admin uploads, and nobody adds to the upload of somebody else', async () => {
  const { id } = await start()
  await expect(startImport(asAuditor, { systemId, fileName: 'x' })).rejects.toMatchObject({ code: 'forbidden' })
  for (const call of [appendImportChunk, finishUpload, abortUpload]) {
    await expect(call(asAuditor, { id, seq: 0, bytes, problem: 'x' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(call(asOther, { id, seq: 0, bytes, problem: 'x' })).rejects.toMatchObject({ code: 'not_found' })
  }
})

test.each([
  ['no name', { fileName: ' ' }],
  ['a name that cannot be stored', { fileName: 'a\u0000b' }],
  ['no system', { systemId: 'x' }],
])('an import with %s is refused', async (_what, given) => {
  await expect(startImport(asAdmin, { systemId, fileName: 'x', ...given })).rejects.toMatchObject({ code: 'invalid' })
})

test('a system that is read live takes no files, and one that is not there none either', async () => {
  const live = await data.db.system.create({ data: { id: 'sys_01h455vb4pex5vsknk084sn02q', kind: 'postgresql', name: 'live one', environment: 'staging' } })
  await expect(startImport(asAdmin, { systemId: live.id, fileName: 'x' })).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('run a discovery'),
  })
  await expect(startImport(asAdmin, { systemId: 'sys_00000000000000000000000000', fileName: 'x' })).rejects.toMatchObject({ code: 'not_found' })
})

test('no more than ten imports of one system wait at a time', async () => {
  const all = await Promise.allSettled(Array.from({ length: 11 }, start))
  expect(all.filter(({ status }) => status === 'rejected')).toMatchObject([{ reason: { code: 'conflict' } }])
})

test('a piece that is there is not stored again, and none is missing in the end', async () => {
  const { id } = await start()
  const both = await Promise.allSettled([appendImportChunk(asAdmin, { id, seq: 1, bytes }), appendImportChunk(asAdmin, { id, seq: 1, bytes })])
  expect(both.filter(({ status }) => status === 'rejected')).toMatchObject([{ reason: { code: 'conflict' } }])
  await expect(finishUpload(asAdmin, { id })).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('missing') })
  await appendImportChunk(asAdmin, { id, seq: 0, bytes })
  await expect(finishUpload(asAdmin, { id })).resolves.toEqual({ id, bytes: 6 })
})

test('an upload ends once, and takes nothing after that', async () => {
  const { id } = await start()
  await appendImportChunk(asAdmin, { id, seq: 0, bytes })
  const both = await Promise.allSettled([finishUpload(asAdmin, { id }), finishUpload(asAdmin, { id })])
  expect(both.filter(({ status }) => status === 'rejected')).toMatchObject([{ reason: { code: 'conflict' } }])
  expect(await data.db.outbox.count()).toBe(1)
  await expect(appendImportChunk(asAdmin, { id, seq: 1, bytes })).rejects.toMatchObject({ code: 'conflict' })
  await expect(abortUpload(asAdmin, { id, problem: 'x' })).rejects.toMatchObject({ code: 'conflict' })
})
