import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Connection, LeaseAccount, StepFacts } from '#lib/systems/driver.ts'
import { accountOf, anOrderFor } from '#lib/systems/testing/conformance-target.ts'
import { createStanding, guideSettings, openAsHolder, prepareByTheGuide, rabbitmq } from '#lib/systems/testing/rabbitmq-target.ts'
import { callRabbitmq, type DebianRabbitmq, startDebianRabbitmq } from '#lib/testing/debian-rabbitmq.ts'

let server: DebianRabbitmq | null = null
let connection: Connection

beforeAll(async () => {
  server = await startDebianRabbitmq()
  if (!server) return
  await prepareByTheGuide(server)
  connection = rabbitmq.connect(guideSettings(server))
}, 120_000)
afterAll(async () => {
  await connection?.close()
  await server?.stop()
}, 60_000)

const anOrder = (privilege = 'app_reader') => anOrderFor({ driver: rabbitmq, privilege })

async function revokeAll(account: LeaseAccount): Promise<StepFacts[]> {
  const facts: StepFacts[] = []
  for (const step of rabbitmq.revocation) facts.push(await step.run(connection, account))
  return facts
}

describe('a lease on RabbitMQ', () => {
  const check = (sentence: string, body: (running: DebianRabbitmq) => Promise<void>) =>
    test(sentence, { timeout: 60_000 }, ({ skip }) => (server ? body(server) : skip('RabbitMQ is not installed')))

  check('a user that is not offered, is in use, or reaches too far is not lent, unless an administrator allowed it by name', async (running) => {
    const put = (path: string, body: unknown) => callRabbitmq(running, 'PUT', path, body)
    const permit = (name: string) => put(`permissions/%2F/${name}`, { configure: '^$', write: '^$', read: '.*' })
    await put('users/unmarked', { password_hash: '', tags: '' })
    await put('users/used', { password: 'x', tags: 'tenure-privilege' })
    await put('users/strong', { password_hash: '', tags: 'tenure-privilege,monitoring' })
    await put('users/bare', { password_hash: '', tags: 'tenure-privilege' })
    for (const name of ['unmarked', 'used', 'strong']) await permit(name)
    for (const [name, reason] of [
      ['unmarked', 'not offered'],
      ['used', 'has a password'],
      ['strong', 'monitoring'],
      ['bare', 'no permissions'],
      ['tenure', 'not offered'],
    ] as const) {
      const order = anOrder(name)
      await expect(rabbitmq.mint(connection, order), name).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining(reason) })
      expect(await rabbitmq.reread(connection, accountOf(order))).toMatchObject({ exists: false })
    }
    const lenient = rabbitmq.connect({ ...guideSettings(running), allowPrivileged: ['strong'] })
    const order = anOrder('strong')
    expect(await rabbitmq.mint(lenient, order)).toMatchObject({ outcome: 'created' })
    await lenient.close()
    await revokeAll(accountOf(order))
  })

  check('permissions and topics are the template’s to the letter, and stand in no other account; the server never sees the password', async (running) => {
    await callRabbitmq(running, 'PUT', 'vhosts/shop', {})
    await callRabbitmq(running, 'PUT', 'users/two', { password_hash: '', tags: 'tenure-privilege' })
    await callRabbitmq(running, 'PUT', 'permissions/shop/two', { configure: '', write: '^a|b$', read: '^$' })
    await callRabbitmq(running, 'PUT', 'topic-permissions/shop/two', { exchange: 'amq.topic', write: '^x', read: '' })
    const order = anOrder('two')
    const { account, login } = await rabbitmq.mint(connection, order)
    expect(login).toMatchObject({ vhost: 'shop', port: running.amqpPort, username: order.account })
    expect(await callRabbitmq(running, 'GET', `users/${order.account}/permissions`)).toEqual([
      { user: order.account, vhost: 'shop', configure: '', write: '^a|b$', read: '^$' },
    ])
    expect(await callRabbitmq(running, 'GET', `users/${order.account}/topic-permissions`)).toMatchObject([{ exchange: 'amq.topic', write: '^x' }])
    expect(JSON.stringify(await callRabbitmq(running, 'GET', `users/${order.account}`))).not.toContain(order.secret)
    await callRabbitmq(running, 'PUT', `permissions/%2F/${order.account}`, { configure: '', write: '', read: '.*' })
    expect((await rabbitmq.reread(connection, account)).memberOf).toContain('vhost /: configure ^$, write ^$, read .*')
    expect((await revokeAll(account)).map((fact) => fact.rows)).toEqual([1, 0, 3, 1])
  })

  check('a connection outlives its password until it is ended, and the account is not removed before', async (running) => {
    const order = anOrder()
    const { account } = await rabbitmq.mint(connection, order)
    const session = await openAsHolder(running, order)
    const [block, end, , remove] = rabbitmq.revocation
    await expect(remove?.run(connection, account)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('may still log in') })
    await block?.run(connection, account)
    await session.read()
    expect(await rabbitmq.residual(connection, account)).toEqual([expect.objectContaining({ what: 'session', count: 1, until: null })])
    await expect(remove?.run(connection, account)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('1 open connection') })
    expect(await end?.run(connection, account)).toMatchObject({ changed: true, rows: 1 })
    await expect(session.read()).rejects.toThrow()
    await revokeAll(account)
  })

  check('a holder keeps within its number of connections, and the limit is no refusal of the credential', async (running) => {
    const one = rabbitmq.connect({ ...guideSettings(running), accountConnectionLimit: 1 })
    const order = anOrder()
    const { account } = await rabbitmq.mint(one, order)
    const session = await openAsHolder(running, order)
    await expect(openAsHolder(running, order)).rejects.toThrow()
    expect(await rabbitmq.probe(one, order)).toMatchObject({ outcome: 'accepted' })
    await session.close()
    await one.close()
    await revokeAll(account)
  })

  check('a refusal proves nothing while Tenure itself is refused', async (running) => {
    const locked = rabbitmq.connect({ ...guideSettings(running), password: 'wrong-one' })
    expect(await rabbitmq.probe(locked, { account: 'nobody', secret: 'x' })).toMatchObject({ outcome: 'inconclusive', reason: expect.stringContaining('too') })
    expect(await rabbitmq.test(locked)).toMatchObject({ reachable: false, code: '401', reason: expect.not.stringContaining('wrong-one') })
    await locked.close()
  })

  check('the connection test warns about permissions that Tenure does not need and about a missing tag', async (running) => {
    await callRabbitmq(running, 'PUT', 'users/too-little', { password: 'clear-secret', tags: 'monitoring' })
    const lesser = rabbitmq.connect({ ...guideSettings(running), username: 'too-little', password: 'clear-secret' })
    const report = await rabbitmq.test(lesser)
    expect(report.reachable && report.rights.filter((right) => !right.held).map((right) => right.capability)).toEqual(['discover', 'mint'])
    await lesser.close()
    await createStanding(running, 'with-rights', 'clear-secret')
    await callRabbitmq(running, 'PUT', 'users/with-rights', { password: 'clear-secret', tags: 'administrator' })
    const greater = rabbitmq.connect({ ...guideSettings(running), username: 'with-rights', password: 'clear-secret' })
    expect(await rabbitmq.test(greater)).toMatchObject({ reachable: true, warnings: [expect.stringContaining('permissions in a vhost')] })
    await greater.close()
  })

  check('a name that the management API would read as a path is refused, not followed', async () => {
    const { offboarding } = rabbitmq
    for (const name of ['.', '..']) await expect(offboarding?.disable(connection, { externalId: name, name })).rejects.toMatchObject({ code: 'conflict' })
  })

  check('two workers that mint one lease make one account', async () => {
    const order = anOrder()
    const minted = await Promise.allSettled([rabbitmq.mint(connection, order), rabbitmq.mint(connection, order)])
    // The slower one may find the account as the other is making it, and is then told to try again.
    expect(minted.map((one) => (one.status === 'fulfilled' ? one.value.outcome : 'again')).filter((one) => one === 'created').length).toBeLessThan(2)
    expect(minted.some((one) => one.status === 'fulfilled')).toBe(true)
    expect(await rabbitmq.probe(connection, order)).toMatchObject({ outcome: 'accepted' })
    await revokeAll(accountOf(order))
    expect(await rabbitmq.reread(connection, accountOf(order))).toMatchObject({ exists: false })
  })
})
