import { readFileSync } from 'node:fs'
import { createClient } from 'redis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Connection, LeaseAccount } from '#lib/systems/driver.ts'
import { accountOf, anOrderFor } from '#lib/systems/testing/conformance-target.ts'
import { GUIDE_PASSWORD } from '#lib/systems/testing/postgresql-target.ts'
import { guideSettings, openAsHolder, prepareByTheGuide, redis } from '#lib/systems/testing/redis-target.ts'
import { type DebianRedis, startDebianRedis } from '#lib/testing/debian-redis.ts'

let server: DebianRedis | null = null
let connection: Connection

beforeAll(async () => {
  server = await startDebianRedis()
  if (!server) return
  await prepareByTheGuide(server)
  connection = redis.connect(guideSettings(server, 'tenure_broker'))
}, 120_000)

afterAll(async () => {
  await connection?.close()
  await server?.stop()
}, 60_000)

const check = (sentence: string, body: (server: DebianRedis) => Promise<void>) =>
  test(sentence, { timeout: 60_000 }, async ({ skip }) => (server ? body(server) : skip('Redis is not installed')))
const anOrder = (privilege = 'app_reader') => anOrderFor({ driver: redis, privilege })
const aclFile = ({ aclFile: path }: DebianRedis) => readFileSync(path ?? '', 'utf8')

async function revokeAll(account: LeaseAccount) {
  const facts = []
  for (const step of redis.revocation) facts.push(await step.run(connection, account))
  return facts
}

check("Tenure's user reads and writes no key", async ({ port }) => {
  const client = createClient({ username: 'tenure_broker', password: GUIDE_PASSWORD, socket: { host: '127.0.0.1', port, reconnectStrategy: false } })
  client.on('error', () => {})
  await client.connect()
  await expect(client.get('app:1')).rejects.toThrow('NOPERM')
  await expect(client.set('app:1', 'x')).rejects.toThrow('NOPERM')
  client.destroy()
})

check('the ACL file holds the lease while it lives, and nothing of it afterwards; the password itself is never in it', async (running) => {
  const order = anOrder()
  await redis.mint(connection, order)
  expect(aclFile(running)).toContain(order.account)
  expect(aclFile(running)).not.toContain(order.secret)
  const facts = await revokeAll(accountOf(order))
  expect(facts.map(({ detail }) => detail).join('; ')).toContain('saved the ACL file')
  expect(aclFile(running)).not.toContain(order.account)
})

check('a template that reaches too far is not lent, unless an administrator allowed it by name; a user that could log in never is', async (running) => {
  const templates: [name: string, rules: string, reason: string][] = [
    ['everything', '~* +@all', 'may make users'],
    ['nearly', '~* +@all -@admin -@dangerous +config', 'may change the configuration'],
    ['by_selector', '~a:* +get (+acl ~b:*)', 'may make users'],
    ['listener', '+monitor', 'may watch what everybody sends'],
    ['enabled', 'on >known ~app:* +get', 'a template is off'],
    ['with_password', '>known ~app:* +get', 'has no password'],
    ['with_any_password', 'nopass ~app:* +get', 'has no password'],
    ['default', '', 'a template is off'],
  ]
  for (const [name, rules, reason] of templates) {
    if (rules) await running.script(`ACL SETUSER ${name} reset ${rules}`)
    const order = anOrder(name)
    await expect(redis.mint(connection, order), name).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining(reason) })
    expect(await redis.reread(connection, accountOf(order))).toMatchObject({ exists: false })
  }
  await running.script('ACL SETUSER data_only reset ~* &* +@all -@admin -@dangerous -function')
  const lenient = redis.connect({ ...guideSettings(running, 'tenure_broker'), allowPrivileged: ['listener'] })
  for (const name of ['data_only', 'listener']) {
    const order = anOrder(name)
    expect(await redis.mint(lenient, order), name).toMatchObject({ outcome: 'created' })
    expect(await redis.reread(lenient, accountOf(order))).toMatchObject({ ours: true, memberOf: [name] })
    await revokeAll(accountOf(order))
  }
})

check('a lease gets all rules of its template, selectors too, and when they differ later it is said', async ({ port, script }) => {
  await script('ACL SETUSER two_sided reset ~app:* &news:* +@read -hget (%R~cart:* +get) (~queue:* +lpush)')
  const order = anOrder('two_sided')
  await redis.mint(connection, order)
  const client = createClient({
    username: order.account,
    password: order.secret,
    disableClientInfo: true,
    socket: { host: '127.0.0.1', port, reconnectStrategy: false },
  })
  client.on('error', () => {})
  await client.connect()
  expect(await client.get('cart:1')).toBe('x')
  await client.lPush('queue:1', 'job')
  await expect(client.hGet('app:1', 'f')).rejects.toThrow('NOPERM')
  await expect(client.get('queue:1')).rejects.toThrow('NOPERM')
  await expect(client.get(`tenure:lease:${order.leaseId}:${Buffer.from('two_sided').toString('base64url')}`)).rejects.toThrow('NOPERM')
  client.destroy()
  await script(`ACL SETUSER ${order.account} +@all`)
  expect((await redis.reread(connection, accountOf(order))).memberOf).toEqual(['two_sided', 'rules that two_sided does not have now'])
  await redis.mint(connection, order)
  expect((await redis.reread(connection, accountOf(order))).memberOf).toEqual(['two_sided'])
  await revokeAll(accountOf(order))
})

check('a user is not removed while it could still be used', async ({ port }) => {
  const order = anOrder()
  const { account } = await redis.mint(connection, order)
  const [block, end, remove] = redis.revocation
  await expect(remove?.run(connection, account)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('may still log in') })
  const session = await openAsHolder(port, order)
  await block?.run(connection, account)
  expect(await redis.probe(connection, order)).toMatchObject({ outcome: 'refused', code: 'WRONGPASS' })
  await expect(remove?.run(connection, account)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('1 open connection') })
  await session.read()
  for (const step of [end, remove]) expect(await step?.run(connection, account)).toMatchObject({ changed: true })
})

check('a file that a former attempt did not write is written by the next one', async (running) => {
  const order = anOrder()
  await redis.mint(connection, order)
  await running.script(`ACL DELUSER ${order.account}`)
  expect(aclFile(running)).toContain(order.account)
  await revokeAll(accountOf(order))
  expect(aclFile(running)).not.toContain(order.account)
})

check('a server that does not answer any more costs the timeout and a little, and a call that is stopped ends at once', async (running) => {
  const impatient = redis.connect({ ...guideSettings(running, 'tenure_broker'), commandTimeoutMs: 300, connectTimeoutMs: 300 })
  const began = performance.now()
  await running.script('CLIENT PAUSE 4000 ALL')
  await expect(redis.reread(impatient, accountOf(anOrder()))).rejects.toMatchObject({ code: 'unavailable' })
  await expect(redis.mint(connection, anOrder(), { signal: AbortSignal.timeout(100) })).rejects.toMatchObject({ code: 'unavailable' })
  expect(performance.now() - began).toBeLessThan(3_500)
  await running.script('PING')
})
