import { pino } from 'pino'
import { beforeEach, describe, expect, test } from 'vitest'
import { createSigner, generateSigningKey } from '#lib/crypto/signing.ts'
import type { SystemId } from '#lib/core/ids.ts'
import { DAY, shift } from '#lib/core/time.ts'
import { runSync } from '#lib/jobs/run-sync.ts'
import { createApiToken } from '#lib/systems/api-tokens/create-api-token.ts'
import { listApiTokens } from '#lib/systems/api-tokens/queries.ts'
import { revokeApiToken } from '#lib/systems/api-tokens/revoke-api-token.ts'
import { contextFor, NOW, someone, TEST_KEYRING, testData } from '#lib/testing/contexts.ts'
import { aSystem } from '#lib/testing/factories.ts'
import { syncWorld } from '#lib/testing/sync-world.ts'
import { createControlPlane } from './server.ts'

const data = await testData()
let now = NOW
const world = await syncWorld(data, () => now)
const signer = createSigner({ name: 'tenure.test/log', privateKey: generateSigningKey().privateKey })
const services = { db: data.db, pool: data.pool, keyring: TEST_KEYRING, clock: () => now }
const server = createControlPlane({ log: pino({ level: 'silent' }), signer, ping: async () => 1, services })

let systemId: SystemId
let token: string
let tokenId: string
beforeEach(async () => {
  now = NOW
  systemId = (await aSystem(data.db, { kind: 'custom' })).id
  const made = await createApiToken(world.asAdmin(), { name: 'shop exporter', systemId, days: 30 })
  token = made.token
  tokenId = made.id
})

const account = (name: string, given: object = {}) => ({
  type: 'identity',
  externalId: name,
  name,
  class: 'workload',
  classReason: 'It says so',
  enabled: true,
  privileged: false,
  ...given,
})
const lines = (complete: boolean, ...records: object[]) =>
  [{ type: 'discoveries', version: 1, complete }, ...records].map((each) => `${JSON.stringify(each)}\n`).join('')
const push = (body: string, given: { key?: string; bearer?: string; type?: string } = {}) =>
  server.inject({
    method: 'POST',
    url: '/api/v1/discoveries',
    headers: {
      'content-type': given.type ?? 'application/x-ndjson',
      ...(given.bearer === '' ? {} : { authorization: `Bearer ${given.bearer ?? token}` }),
      ...(given.key === '' ? {} : { 'idempotency-key': given.key ?? 'run-2026-11-22' }),
    },
    payload: body,
  })
const stateOf = (url: string) => server.inject({ url, headers: { authorization: `Bearer ${token}` } })
const names = async (where: object = {}) =>
  (await data.db.identity.findMany({ where: { systemId, ...where }, orderBy: { name: 'asc' } })).map(({ name }) => name)

describe('discoveries that a system pushes', () => {
  test('lie safely at 202, come into the register, and tell what became of them', async () => {
    const answer = await push(lines(true, account('app'), account('etl')))
    expect(answer.statusCode).toBe(202)
    expect(answer.json()).toMatchObject({ state: 'queued', problem: null })
    await runSync(world.worker, answer.json().id)
    expect((await stateOf(String(answer.headers['location']))).json()).toMatchObject({ state: 'succeeded', recordsRead: 2, counts: { identities: { new: 2 } } })
    expect(await names()).toEqual(['app', 'etl'])
    expect(await data.db.syncRun.findFirst({ where: { systemId } })).toMatchObject({ source: 'push', requestedBy: `token:${tokenId}`, format: 'tenure-ndjson' })
  })

  test('under a key that was sent before do nothing again; others under it are a conflict', async () => {
    const body = lines(true, account('app'))
    const first = await push(body)
    const again = await push(body)
    expect([again.statusCode, again.json().id]).toEqual([200, first.json().id])
    expect((await push(lines(true, account('other')))).statusCode).toBe(409)
    expect(await data.db.syncRun.count({ where: { systemId } })).toBe(1)
  })

  test('that broke off are begun anew under the same key', async () => {
    const body = lines(true, account('app'))
    const { id } = (await push(body)).json()
    await data.db.syncRun.update({ where: { id }, data: { bytesTotal: null } })
    const again = await push(body)
    expect(again.statusCode).toBe(202)
    expect(again.json().id).not.toBe(id)
  })

  test('vanish only by what says that it is complete', async () => {
    const read = async (body: string, key: string) => runSync(world.worker, (await push(body, { key })).json().id)
    await read(lines(true, account('app'), account('etl')), 'first-push')
    await read(lines(false, account('new')), 'second-push')
    expect(await names({ vanishedAt: null })).toEqual(['app', 'etl', 'new'])
    await read(lines(true, account('new')), 'third-push')
    expect(await names({ vanishedAt: null })).toEqual(['new'])
  })

  test.each([
    ['a line that is not JSON', `${lines(true)}{"type":`, /line 2/],
    ['a record of no known type', lines(true, { type: 'robot' }), /line 2/],
    ['a privilege, which nobody could lend', lines(true, { type: 'privilege', externalId: 'p', name: 'p', lendable: true }), /privilege/],
    ['details that its class does not know', lines(true, account('app', { details: { colour: 'red' } })), /details|colour/i],
  ])('with %s change nothing, and say where', async (_, body, problem) => {
    const { id } = (await push(body)).json()
    await runSync(world.worker, id)
    const state = (await stateOf(`/api/v1/discoveries/${id}`)).json()
    expect(state).toMatchObject({ state: 'failed', problem: expect.stringMatching(problem) })
    expect(await names()).toEqual([])
  })

  test('cannot mark an account as ours', async () => {
    await runSync(world.worker, (await push(lines(true, account('app', { ours: true })))).json().id)
    expect(await data.db.identity.findFirst({ where: { systemId } })).toMatchObject({ attributes: {} })
  })
})

describe('whoever pushes', () => {
  test.each([
    ['shows no token', { bearer: '' }, 401, 'unauthenticated'],
    ['shows an unknown token', { bearer: 'tnr_nothing' }, 401, 'unauthenticated'],
    ['names no idempotency key', { key: '' }, 400, 'invalid'],
    ['names one that is too short', { key: 'short' }, 400, 'invalid'],
    ['sends something else', { type: 'application/json' }, 415, 'invalid'],
  ])('%s is refused', async (_, given, status, title) => {
    const answer = await push(lines(true, account('app')), given)
    expect([answer.statusCode, answer.json().title]).toEqual([status, title])
    if (status === 401) expect(answer.headers['www-authenticate']).toContain('Bearer')
    expect(await data.db.syncRun.count({ where: { systemId } })).toBe(0)
  })

  test('is refused from the instant at which the token ends, and once it is revoked', async () => {
    now = shift(NOW, 30 * DAY - 1)
    expect((await push(lines(true))).statusCode).toBe(202)
    now = shift(NOW, 30 * DAY)
    expect((await push(lines(true))).statusCode).toBe(401)
    now = NOW
    await revokeApiToken(world.asAdmin(), { id: tokenId, reason: 'The exporter was retired' })
    expect((await push(lines(true))).statusCode).toBe(401)
    await expect(revokeApiToken(world.asAdmin(), { id: tokenId, reason: 'The exporter was retired' })).rejects.toMatchObject({ code: 'conflict' })
  })

  test("sees nothing of another system's", async () => {
    const { id } = (await push(lines(true))).json()
    const other = await createApiToken(world.asAdmin(), { name: 'another', systemId: (await aSystem(data.db, { kind: 'custom' })).id, days: 1 })
    expect((await server.inject({ url: `/api/v1/discoveries/${id}`, headers: { authorization: `Bearer ${other.token}` } })).statusCode).toBe(404)
  })
})

describe('a token', () => {
  test('stands in no table, list or audit entry', async () => {
    await push(lines(true))
    const tables = await Promise.all([data.db.apiToken.findMany(), data.db.auditEntry.findMany(), listApiTokens(world.asAdmin(), { id: systemId })])
    expect(JSON.stringify(tables)).not.toContain(token)
    expect(tables[2]).toMatchObject([{ name: 'shop exporter', lastUsedAt: NOW, createdBy: 'Edda Engineer' }])
  })

  test('is made by an admin, with an end, for a system that takes pushes', async () => {
    const wish = { name: 'exporter', systemId, days: 30 }
    await expect(createApiToken(contextFor(data, someone('owner', 'auditor')), wish)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(createApiToken(world.asAdmin(), { ...wish, days: 366 })).rejects.toMatchObject({ code: 'invalid', fields: { days: expect.any(String) } })
    await expect(createApiToken(world.asAdmin(), { ...wish, systemId: (await aSystem(data.db)).id })).rejects.toMatchObject({ code: 'invalid' })
  })
})
