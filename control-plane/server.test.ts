import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createSigner, generateSigningKey } from '#lib/crypto/signing.ts'
import { TEST_KEYRING, testData } from '#lib/testing/contexts.ts'
import { createControlPlane } from './server.ts'

const signer = createSigner({ name: 'tenure.test/log', privateKey: generateSigningKey().privateKey })
const { db, pool } = await testData()
const services = { db, pool, keyring: TEST_KEYRING, clock: () => new Date() }
const plane = (ping: () => Promise<unknown>) => createControlPlane({ log: pino({ level: 'silent' }), signer, ping, services })

test('it is healthy without a database, and ready only with one', async () => {
  const up = plane(async () => 1)
  const down = plane(() => Promise.reject(new Error('down')))
  expect((await up.inject('/healthz')).statusCode).toBe(200)
  expect((await up.inject('/readyz')).statusCode).toBe(200)
  expect((await down.inject('/healthz')).statusCode).toBe(200)
  expect((await down.inject('/readyz')).statusCode).toBe(503)
})

test('every answer carries the request id it was given, or one of its own', async () => {
  const server = plane(async () => 1)
  expect((await server.inject({ url: '/healthz', headers: { 'x-request-id': 'abc' } })).headers['x-request-id']).toBe('abc')
  expect((await server.inject('/nothing')).headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
})

test('what is not there is told as problem details', async () => {
  const answer = await plane(async () => 1).inject('/nothing')
  expect(answer.statusCode).toBe(404)
  expect(answer.headers['content-type']).toContain('application/problem+json')
})

test('it hands out the public key that evidence is signed with', async () => {
  const answer = await plane(async () => 1).inject('/keys/evidence.pem')
  expect(answer.body).toBe(signer.publicKey.pem)
})
