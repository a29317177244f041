import { createClient } from 'redis'
import type { Login, MintingDriver } from '#lib/systems/driver.ts'
import { mintingDriverFor } from '#lib/systems/registry.ts'
import type { DebianRedis } from '#lib/testing/debian-redis.ts'
import type { ConformanceTarget, HolderSession } from './conformance-target.ts'
import { guideBlock } from './guide-sql.ts'
import { GUIDE_PASSWORD } from './postgresql-target.ts'

const GUIDE = 'connect-redis.md'
export const redis: MintingDriver = mintingDriverFor('redis')

/** Some data, the template of the guide and Tenure's users, all made by the guide's own commands. A server without an ACL file has nothing to save. */
export async function prepareByTheGuide(server: DebianRedis): Promise<void> {
  await server.script('SET app:1 hello\nSET cart:1 x')
  for (const block of ['discovery', 'broker', 'template']) {
    const commands = guideBlock(GUIDE, 'redis', block)
    await server.script(server.aclFile ? commands : commands.replaceAll('ACL SAVE\n', ''))
  }
}

/** Settings for one of the guide's users. */
export function guideSettings(server: DebianRedis, username: 'tenure_broker' | 'tenure_discovery', port = server.port): Record<string, unknown> {
  return { host: '127.0.0.1', port, username, password: GUIDE_PASSWORD, tls: 'disable' }
}

/** A holder's own login with a plain client; rejects with the server's reason. */
export async function openAsHolder(port: number, login: Login): Promise<HolderSession> {
  const client = createClient({
    username: login.account,
    password: login.secret,
    disableClientInfo: true,
    socket: { host: '127.0.0.1', port, reconnectStrategy: false },
  })
  // A connection that the server ends is told as an event; what counts is that the next command fails.
  client.on('error', () => {})
  await client.connect()
  return {
    read: () => client.get('app:1'),
    write: () => client.set('app:1', 'changed'),
    close: async () => {
      if (client.isOpen) client.destroy()
    },
  }
}

/** The Redis driver on this server, through the user that the guide makes. */
export async function redisTarget(server: DebianRedis): Promise<ConformanceTarget> {
  await prepareByTheGuide(server)
  return {
    driver: redis,
    settings: guideSettings(server, 'tenure_broker'),
    unreachable: { ...guideSettings(server, 'tenure_broker', 1), connectTimeoutMs: 500 },
    privilege: 'app_reader',
    expires: false,
    open: (login) => openAsHolder(server.port, login),
    countAccounts: async (account) => (await server.script('ACL USERS')).split('\n').filter((name) => name === account).length,
    plant: async (account) => void (await server.script(`ACL SETUSER ${account} on nopass +get`)),
    standing: {
      async create(name) {
        await server.script(`ACL SETUSER ${name} on >chosen-long-ago ~app:* +get`)
        return { account: name, secret: 'chosen-long-ago' }
      },
      account: (name) => ({ externalId: name, name }),
      own: { externalId: 'tenure_broker', name: 'tenure_broker' },
    },
    stop: () => server.stop(),
  }
}
