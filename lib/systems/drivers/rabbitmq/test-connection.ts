import { z } from 'zod'
import type { CallOptions, RightCheck, TestReport } from '#lib/systems/driver.ts'
import { User } from './account.ts'
import type { RabbitmqConnection } from './connect.ts'
import { codeOf, shaped, stopIfAborted, unreachable } from './errors.ts'
import { rightsOf } from './permissions.ts'
import { notLendableReason, TEMPLATE_TAG } from './privileges.ts'
import { probe } from './probe.ts'

const Whoami = User.pick({ name: true, tags: true })
const Overview = z.object({ rabbitmq_version: z.string().default('unknown') })

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || host.startsWith('127.')

async function lendableCount(connection: RabbitmqConnection, options?: CallOptions): Promise<number> {
  const { body } = await connection.call('GET', ['users'], { doing: 'read the users', ...options })
  const offered = shaped(z.array(User), body).filter((user) => user.tags.includes(TEMPLATE_TAG))
  const rights = await Promise.all(offered.map((user) => rightsOf(connection, user.name, options)))
  return offered.filter(
    (user, index) => notLendableReason(user, rights[index] ?? { permissions: [], topics: [] }, connection.settings.allowPrivileged) === null,
  ).length
}

async function warningsOf(connection: RabbitmqConnection, name: string, version: string, options?: CallOptions): Promise<string[]> {
  const { tls, host } = connection.settings
  const own = await rightsOf(connection, name, options)
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return [
    ...(own.permissions.length > 0 ? ["Tenure's account has permissions in a vhost, which it does not need: take them, as in the guide"] : []),
    ...(major < 3 || (major === 3 && minor < 10) ? ['This server is older than RabbitMQ 3.10, the oldest that Tenure is tested with'] : []),
    ...(tls === 'disable' && !isLoopback(host) ? ['The connection is not encrypted'] : []),
    ...(tls === 'require' ? ['The connection is encrypted, but nobody checks that the right server answers'] : []),
  ]
}

async function rightsFor(connection: RabbitmqConnection, name: string, administrator: boolean, options?: CallOptions): Promise<RightCheck[]> {
  const { host, amqpPort, username, password } = connection.settings
  const login = await probe(connection, { account: username, secret: password }, options)
  const lendable = administrator ? await lendableCount(connection, options) : 0
  return [
    {
      capability: 'discover',
      right: 'administrator',
      held: administrator,
      purpose: 'Read, make, block and remove users: RabbitMQ shows users to administrators only',
      remedy: `rabbitmqctl set_user_tags ${name} administrator`,
    },
    {
      capability: 'probe',
      right: 'AMQP login',
      held: login.outcome === 'accepted',
      purpose: `Prove at ${host}:${amqpPort} that a credential is dead${login.outcome === 'accepted' ? '' : `. ${login.reason}`}`,
      remedy: null,
    },
    {
      capability: 'mint',
      right: `a template with the tag ${TEMPLATE_TAG}`,
      held: lendable > 0,
      purpose: `Lend the permissions of template users (${lendable} can be lent now)`,
      remedy: `rabbitmqctl set_user_tags template_user ${TEMPLATE_TAG}`,
    },
  ]
}

/** Whether the server can be reached, as whom, and which rights are missing for what. A failure is part of the answer; it throws only when stopped. */
export async function testConnection(connection: RabbitmqConnection, options?: CallOptions): Promise<TestReport> {
  const doing = `log in at ${connection.settings.host}:${connection.settings.port}`
  try {
    const { body, at } = await connection.call('GET', ['whoami'], { doing, ...options })
    const { name, tags } = shaped(Whoami, body)
    const overview = shaped(Overview, (await connection.call('GET', ['overview'], { doing, query: { columns: 'rabbitmq_version' }, ...options })).body)
    const administrator = tags.includes('administrator')
    const rights = await rightsFor(connection, name, administrator, options)
    const warnings = administrator ? await warningsOf(connection, name, overview.rabbitmq_version, options) : []
    return { reachable: true, as: name, serverVersion: overview.rabbitmq_version, targetTime: at, rights, warnings }
  } catch (error) {
    stopIfAborted(options?.signal)
    const problem = unreachable(error, doing, [connection.settings.password])
    return { reachable: false, code: codeOf(problem), reason: problem.message }
  }
}
