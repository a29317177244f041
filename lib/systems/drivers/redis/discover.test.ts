import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DiscoveredRecord } from '#lib/systems/discovered.ts'
import { discoveringDriverFor } from '#lib/systems/registry.ts'
import { discoveryConformance } from '#lib/systems/testing/conformance-discovery.ts'
import { accountOf, anOrderFor } from '#lib/systems/testing/conformance-target.ts'
import { guideSettings, openAsHolder, prepareByTheGuide, redis } from '#lib/systems/testing/redis-target.ts'
import { type DebianRedis, startDebianRedis } from '#lib/testing/debian-redis.ts'

const HOSTILE = `=cmd|'/C"x";DROP--(~*`
const ESTATE = `
ACL SETUSER svc-cart on >old-static >new-static %R~cart:* &cart.* +@read +@write -hget (~shared:* +get)
ACL SETUSER idle off >other-static ~x:* +get
ACL SETUSER open-door on nopass ~app:* +get
ACL SETUSER ci-deploy on >x ~* +@all
ACL SETUSER too_far reset off +config
ACL SETUSER "${HOSTILE.replaceAll('"', '\\"')}" on >x ~h:* +get`

async function prepared(): Promise<DebianRedis | null> {
  const server = await startDebianRedis()
  if (!server) return null
  await prepareByTheGuide(server)
  await server.script(ESTATE)
  return server
}

const secrets = ['old-static', 'new-static', 'other-static']

discoveryConformance('Redis (Debian)', async () => {
  const server = await prepared()
  return (
    server && {
      driver: discoveringDriverFor('redis'),
      settings: guideSettings(server, 'tenure_discovery'),
      unreachable: { ...guideSettings(server, 'tenure_discovery', 1), connectTimeoutMs: 500 },
      secrets: [...secrets, ...secrets.map((secret) => createHash('sha256').update(secret).digest('hex'))],
      expects: ['default', 'operator', 'svc-cart', 'idle', 'app_reader', HOSTILE],
      stop: () => server.stop(),
    }
  )
})

let server: DebianRedis | null = null
let records: DiscoveredRecord[] = []

async function readAll(settings: Record<string, unknown>): Promise<DiscoveredRecord[]> {
  const all: DiscoveredRecord[] = []
  for await (const batch of discoveringDriverFor('redis').discover(redis.connect(settings))) all.push(...batch.map((record) => DiscoveredRecord.parse(record)))
  return all
}

beforeAll(async () => {
  server = await prepared()
  if (server) records = await readAll(guideSettings(server, 'tenure_discovery'))
}, 120_000)

afterAll(async () => server?.stop(), 60_000)

const check = (sentence: string, body: (server: DebianRedis) => Promise<void> | void) =>
  test(sentence, { timeout: 60_000 }, async ({ skip }) => (server ? body(server) : skip('Redis is not installed')))
const identity = (key: string, among = records) => among.find((record) => record.type === 'identity' && record.externalId === key)
const password = (key: string) => records.find((record) => record.type === 'credential' && record.identityExternalId === key)

check('the identities are the users of the server, counted by somebody else', async ({ script }) => {
  const names = (await script('ACL USERS')).trim().split('\n')
  expect(records.flatMap((record) => (record.type === 'identity' ? [record.name] : [])).toSorted()).toEqual(names.toSorted())
})

check('an identity says what the server says, and why it is called privileged', () => {
  expect(identity('svc-cart')).toMatchObject({
    class: 'service_account',
    enabled: true,
    // What the category @write holds besides writing to the keys of its own
    privileged: true,
    privilegedReason: 'It may leave functions behind that others call; it may delete all data',
    lastUseKnown: 'unknown',
    attributes: { kind: 'acl_user', passwords: 2 },
  })
  expect(identity('idle')).toMatchObject({ privileged: false })
  expect(identity('idle')).toMatchObject({ enabled: false, attributes: { kind: 'acl_user' } })
  expect(identity('app_reader')).toMatchObject({ enabled: false, attributes: { kind: 'template' } })
  expect(identity('ci-deploy')).toMatchObject({
    class: 'ci_runner',
    classConfidence: 'guess',
    privileged: true,
    privilegedReason: expect.stringContaining('may make users'),
  })
  expect(identity('operator')).toMatchObject({ class: 'human_admin', privileged: true })
  expect(identity('tenure_discovery')).toMatchObject({ privileged: false, lastUseKnown: 'logs', lastUsedAt: expect.any(Date) })
})

check('a password is told with how many there are, and a user without any is told apart from one that takes any', () => {
  expect(password('svc-cart')).toMatchObject({ kind: 'password', enabled: true, fingerprint: null, attributes: { passwords: 2, anyPassword: false } })
  expect(password('open-door')).toMatchObject({ attributes: { passwords: 0, anyPassword: true } })
  expect(password('idle')).toMatchObject({ enabled: false })
  expect(password('app_reader')).toBeUndefined()
})

check('entitlements are the rules: keys with their mode, channels and commands, of selectors too', () => {
  const held = records.flatMap((record) => (record.type === 'entitlement' && record.identityExternalId === 'svc-cart' ? [record] : []))
  expect(held.map((record) => `${record.action} ${record.resourceKind} ${record.resource} ${record.grantedVia}`).toSorted()).toEqual(
    [
      'read key_pattern cart:* direct',
      'publish and subscribe channel_pattern cart.* direct',
      'run command @read direct',
      'run command @write direct',
      'read and write key_pattern shared:* selector 1',
      'run command get selector 1',
    ].toSorted(),
  )
  expect(held[0]?.attributes['commands']).toContain('-hget')
})

check('templates are the catalogue, and a user that could log in, were it on, is none', () => {
  const privileges = new Map(records.flatMap((record) => (record.type === 'privilege' ? [[record.name, record]] : [])))
  expect([...privileges.keys()].toSorted()).toEqual(['app_reader', 'too_far'])
  expect(privileges.get('app_reader')).toMatchObject({ lendable: true })
  expect(privileges.get('too_far')).toMatchObject({ lendable: false, notLendableReason: expect.stringContaining('may change the configuration') })
})

check("a lease's user is told apart from one that only has such a name, and its mark is no entitlement", async (running) => {
  const broker = redis.connect(guideSettings(running, 'tenure_broker'))
  const [order, planted] = [anOrderFor({ driver: redis, privilege: 'app_reader' }), anOrderFor({ driver: redis, privilege: 'app_reader' })]
  await redis.mint(broker, order)
  await running.script(`ACL SETUSER ${planted.account} on nopass`)
  const session = await openAsHolder(running.port, order)
  const now = await readAll(guideSettings(running, 'tenure_discovery'))
  expect(identity(order.account, now)).toMatchObject({ ours: true, class: 'workload', lastUseKnown: 'logs', attributes: { leaseId: order.leaseId } })
  expect(identity(planted.account, now)).toMatchObject({ ours: false })
  expect(JSON.stringify(now.filter((record) => record.type === 'entitlement'))).not.toContain('tenure:lease')
  await session.close()
  for (const step of redis.revocation) await step.run(broker, accountOf(order))
})
