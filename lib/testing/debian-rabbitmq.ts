import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RunningServer, type ServerPlan, startDebianServer } from './debian-server.ts'

export type DebianRabbitmq = RunningServer & {
  /** Where its AMQP listener is; `port` is the management API's. */
  amqpPort: number
  /** The administrator that it was set up with. */
  admin: { username: string; password: string }
}

/** Quick to start and frugal; statistics each second, so that a test does not wait five. */
const configuration = ([management, amqp]: readonly number[], password: string, more: readonly string[]) =>
  [
    `listeners.tcp.1 = 127.0.0.1:${amqp}`,
    'management.tcp.ip = 127.0.0.1',
    `management.tcp.port = ${management}`,
    'default_user = operator',
    `default_pass = ${password}`,
    'disk_free_limit.absolute = 1MB',
    'collect_statistics_interval = 1000',
    ...more,
  ].join('\n')

/**
 * Starts a new RabbitMQ with its management API, on loopback and with an Erlang port mapper of its own. `more` are further lines of its configuration.
 * Null where it is not installed (`skipMissing`).
 */
export async function startDebianRabbitmq(more: readonly string[] = []): Promise<DebianRabbitmq | null> {
  const password = randomBytes(18).toString('base64url')
  const plan: ServerPlan = {
    name: 'RabbitMQ',
    package: 'rabbitmq-server',
    binaries: ['/usr/lib/rabbitmq/bin/rabbitmq-server'],
    runAs: 'rabbitmq',
    ports: 4,
    prepare({ directory, ports }) {
      writeFileSync(join(directory, 'rabbitmq.conf'), `${configuration(ports, password, more)}\n`)
      writeFileSync(join(directory, 'plugins'), '[rabbitmq_management].\n')
    },
    command: ({ directory, binary, ports: [, , epmd, dist] }) => ({
      // The port mapper would otherwise be started as a daemon, and outlive the server's process group.
      binary: '/bin/sh',
      args: ['-c', `epmd -address 127.0.0.1 -port ${epmd} & exec ${binary}`],
      env: {
        RABBITMQ_NODENAME: `tenure-${epmd}@localhost`,
        RABBITMQ_CONFIG_FILE: join(directory, 'rabbitmq'),
        RABBITMQ_MNESIA_BASE: join(directory, 'mnesia'),
        RABBITMQ_LOG_BASE: join(directory, 'log'),
        RABBITMQ_ENABLED_PLUGINS_FILE: join(directory, 'plugins'),
        RABBITMQ_PID_FILE: join(directory, 'pid'),
        RABBITMQ_DIST_PORT: String(dist),
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
        ERL_EPMD_ADDRESS: '127.0.0.1',
        ERL_EPMD_PORT: String(epmd),
      },
    }),
    async answers({ port }) {
      const response = await fetch(`http://127.0.0.1:${port}/api/whoami`, { headers: { authorization: basic('operator', password) } })
      if (!response.ok) throw new Error(`the management API answers ${response.status}`)
    },
  }
  const server = await startDebianServer(plan)
  return server && { ...server, amqpPort: server.ports[1] ?? 0, admin: { username: 'operator', password } }
}

const basic = (username: string, password: string) => `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

/** One call of the management API as the administrator, behind the driver's back. Throws when it is refused; null for an empty answer. */
export async function callRabbitmq(server: DebianRabbitmq, method: string, path: string, body?: unknown): Promise<unknown> {
  const { username, password } = server.admin
  const response = await fetch(`http://127.0.0.1:${server.port}/api/${path}`, {
    method,
    headers: { authorization: basic(username, password), 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return text === '' ? null : JSON.parse(text)
}
