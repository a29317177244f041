import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { connect } from 'amqplib'
import type { Login } from '#lib/systems/driver.ts'
import { rabbitmqDriver } from '#lib/systems/drivers/rabbitmq/rabbitmq.ts'
import { createRegistry } from '#lib/systems/registry.ts'
import { callRabbitmq, type DebianRabbitmq } from '#lib/testing/debian-rabbitmq.ts'
import type { ConformanceTarget, HolderSession } from './conformance-target.ts'
import { guideBlock } from './guide-block.ts'

export const rabbitmq = createRegistry([rabbitmqDriver]).mintingDriverFor('rabbitmq')

/** The password as it stands in the guide. */
export const GUIDE_PASSWORD = 'replace-this-by-a-long-random-password'

/** The queue `orders`, and the account and the template of the guide, made by the guide's own calls. */
export async function prepareByTheGuide(server: DebianRabbitmq): Promise<void> {
  const { username, password } = server.admin
  const env = { PATH: process.env['PATH'], NODE_ENV: 'test', ADMIN: `${username}:${password}`, RABBITMQ: `http://127.0.0.1:${server.port}` } as const
  for (const block of ['account', 'template']) await promisify(execFile)('/bin/sh', ['-ec', guideBlock('connect-rabbitmq.md', 'sh', block)], { env })
  await callRabbitmq(server, 'PUT', 'queues/%2F/orders', { durable: true })
}

/** Settings for the guide's account. */
export function guideSettings(server: DebianRabbitmq): Record<string, unknown> {
  return { host: '127.0.0.1', port: server.port, amqpPort: server.amqpPort, username: 'tenure', password: GUIDE_PASSWORD, tls: 'disable' }
}

/** A holder's own login with a plain client; rejects with the server's reason. */
export async function openAsHolder(server: DebianRabbitmq, login: Login): Promise<HolderSession> {
  const session = await connect({ hostname: '127.0.0.1', port: server.amqpPort, username: login.account, password: login.secret, heartbeat: 5 })
  // A session that the server ends reports it as an event; what counts is that the next call fails.
  session.on('error', () => {})
  // A channel of its own for each call, since a refusal closes the channel.
  const channel = async () => {
    const opened = await session.createChannel()
    opened.on('error', () => {})
    return opened
  }
  return {
    read: async () => (await channel()).get('orders', { noAck: true }),
    write: async () => (await channel()).assertQueue('made_by_holder'),
    close: () => session.close().catch(() => {}),
  }
}

/** An account as an administrator makes it, with the right to read `orders`. */
export async function createStanding(server: DebianRabbitmq, name: string, secret = 'old-static'): Promise<Login> {
  await callRabbitmq(server, 'PUT', `users/${encodeURIComponent(name)}`, { password: secret, tags: '' })
  await callRabbitmq(server, 'PUT', `permissions/%2F/${encodeURIComponent(name)}`, { configure: '^$', write: '^$', read: '^orders$' })
  return { account: name, secret }
}

async function countUsers(server: DebianRabbitmq, name: string): Promise<number> {
  const users = await callRabbitmq(server, 'GET', 'users')
  if (!Array.isArray(users)) throw new Error('the server did not list its users')
  return users.filter((user: { name?: unknown }) => user.name === name).length
}

/** The RabbitMQ driver on this server, through the account that the guide makes. */
export async function rabbitmqTarget(server: DebianRabbitmq): Promise<ConformanceTarget> {
  await prepareByTheGuide(server)
  return {
    driver: rabbitmq,
    settings: guideSettings(server),
    unreachable: { ...guideSettings(server), port: 1, amqpPort: 1, connectTimeoutMs: 500 },
    privilege: 'app_reader',
    expires: false,
    open: (login) => openAsHolder(server, login),
    countAccounts: (account) => countUsers(server, account),
    plant: async (account) => void (await createStanding(server, account)),
    standing: {
      create: (name) => createStanding(server, name),
      account: (name) => ({ externalId: name, name }),
      own: { externalId: 'tenure', name: 'tenure' },
    },
    stop: () => server.stop(),
  }
}
