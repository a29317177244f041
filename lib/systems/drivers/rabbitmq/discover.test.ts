import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { DiscoveredRecord } from '#lib/systems/discovered.ts'
import type { DiscoveringDriver } from '#lib/systems/driver.ts'
import { createRegistry } from '#lib/systems/registry.ts'
import { discoveryConformance } from '#lib/systems/testing/conformance-discovery.ts'
import type { HolderSession } from '#lib/systems/testing/conformance-target.ts'
import { createStanding, guideSettings, openAsHolder, prepareByTheGuide } from '#lib/systems/testing/rabbitmq-target.ts'
import { callRabbitmq, type DebianRabbitmq, startDebianRabbitmq } from '#lib/testing/debian-rabbitmq.ts'
import { rabbitmqDriver } from './rabbitmq.ts'

const driver: DiscoveringDriver = createRegistry([rabbitmqDriver]).discoveringDriverFor('rabbitmq')
/** A name that would be a formula, a path or a query if anybody ran it. */
const HOSTILE = `=cmd|' /C calc'!A0 "x"/../%2F?a=b`

let server: DebianRabbitmq | null = null
let session: HolderSession | null = null
let records: DiscoveredRecord[] = []

async function readAll(): Promise<DiscoveredRecord[]> {
  const connection = driver.connect(server ? guideSettings(server) : {})
  const all: DiscoveredRecord[] = []
  for await (const batch of driver.discover(connection)) all.push(...batch.map((record) => DiscoveredRecord.parse(record)))
  await connection.close()
  return all
}

beforeAll(async () => {
  server = await startDebianRabbitmq()
  if (!server) return
  await prepareByTheGuide(server)
  const put = (path: string, body: unknown) => callRabbitmq(server as DebianRabbitmq, 'PUT', path, body)
  session = await openAsHolder(server, await createStanding(server, 'svc-orders', 'clear-secret'))
  await createStanding(server, HOSTILE, 'clear-secret')
  await put('vhosts/shop', {})
  await put('users/broker', { password: 'clear-secret', tags: 'policymaker,team-a' })
  for (const vhost of ['%2F', 'shop']) await put(`permissions/${vhost}/broker`, { configure: '.*', write: '.*', read: '.*' })
  await put('topic-permissions/shop/broker', { exchange: 'amq.topic', write: '^$', read: '^eu\\.' })
  await put('users/unmarked', { password_hash: '', tags: '' })
  await put('users/used-template', { password: 'clear-secret', tags: 'tenure-privilege' })
  await put('users/strong-template', { password_hash: '', tags: 'tenure-privilege,administrator' })
  // The statistics of the server are some seconds late.
  await vi.waitFor(
    async () => {
      records = await readAll()
      if (!records.some((it) => it.type === 'activity' && it.identityExternalId === 'svc-orders')) throw new Error('the connection is not listed yet')
    },
    { timeout: 60_000, interval: 500 },
  )
}, 120_000)
afterAll(async () => {
  await session?.close()
  await server?.stop()
}, 60_000)

discoveryConformance('RabbitMQ (Debian)', async () => {
  if (!server) return null
  const running = server
  const users = await callRabbitmq(running, 'GET', 'users')
  const hashes = Array.isArray(users) ? users.map((user: { password_hash: string }) => user.password_hash) : []
  const settings = guideSettings(running)
  return {
    driver,
    settings,
    unreachable: { ...settings, port: 1, amqpPort: 1, connectTimeoutMs: 500 },
    secrets: ['clear-secret', ...hashes],
    expects: ['svc-orders', 'broker', 'tenure', 'operator', HOSTILE],
    stop: () => running.stop(),
  }
})

describe('what is read from RabbitMQ', () => {
  const check = (sentence: string, body: () => void) => test(sentence, ({ skip }) => (records.length > 0 ? body() : skip('RabbitMQ is not installed')))
  const identity = (name: string) => records.find((it) => it.type === 'identity' && it.name === name)
  const held = (name: string) =>
    records.flatMap((it) => (it.type === 'entitlement' && it.identityExternalId === name ? [`${it.action} ${it.resourceKind} ${it.resource}`] : [])).toSorted()

  check('a connection shows when a user was last seen; without one nobody knows', () => {
    expect(identity('svc-orders')).toMatchObject({ lastUseKnown: 'logs', lastUsedAt: expect.any(Date), enabled: true, privileged: false })
    expect(identity('broker')).toMatchObject({ lastUseKnown: 'unknown', lastUsedAt: null })
    expect(records).toContainEqual(
      expect.objectContaining({
        type: 'activity',
        identityExternalId: 'svc-orders',
        sourceAddress: '127.0.0.1',
        attributes: expect.objectContaining({ protocol: 'AMQP 0-9-1' }),
      }),
    )
  })

  check('tags that open something, permissions and topics are what a user holds; other tags are labels', () => {
    expect(held('broker')).toEqual([
      'configure queues and exchanges /: .*',
      'configure queues and exchanges shop: .*',
      'connect vhost /',
      'connect vhost shop',
      'policymaker server server',
      'read queues and exchanges /: .*',
      'read queues and exchanges shop: .*',
      'read topics shop: amq.topic: ^eu\\.',
      'write queues and exchanges /: .*',
      'write queues and exchanges shop: .*',
    ])
    expect(identity('broker')).toMatchObject({
      privileged: true,
      privilegedReason: expect.stringMatching(/policymaker.*everything in 2 vhosts/),
      attributes: { tags: ['policymaker', 'team-a'] },
    })
    expect(held('svc-orders')).toEqual(['connect vhost /', 'read queues and exchanges /: ^orders$'])
  })

  check('a user without a password has no password to govern, and is a privilege only when it is offered as one', () => {
    expect(records.filter((it) => it.type === 'credential').map((it) => it.identityExternalId)).not.toContain('app_reader')
    expect(identity('app_reader')).toMatchObject({ enabled: false, attributes: { kind: 'template' } })
    const privileges = Object.fromEntries(records.flatMap((it) => (it.type === 'privilege' ? [[it.name, it.notLendableReason]] : [])))
    expect(privileges).toEqual({
      app_reader: null,
      'used-template': expect.stringContaining('has a password'),
      'strong-template': expect.stringContaining('administrator'),
    })
  })
})
