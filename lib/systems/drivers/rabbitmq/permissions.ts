import { z } from 'zod'
import type { CallOptions } from '#lib/systems/driver.ts'
import type { RabbitmqConnection } from './connect.ts'
import { shaped } from './errors.ts'

/** Rights of a user in one vhost: a regular expression for each verb, of which `^$` and nothing match no name. */
export const Permission = z.object({ user: z.string(), vhost: z.string(), configure: z.string(), write: z.string(), read: z.string() })
export type Permission = z.infer<typeof Permission>
export const TopicPermission = z.object({ user: z.string(), vhost: z.string(), exchange: z.string(), write: z.string(), read: z.string() })
export type TopicPermission = z.infer<typeof TopicPermission>

export type Rights = { permissions: Permission[]; topics: TopicPermission[] }

/** Whether a pattern matches any name at all. */
export const matchesSomething = (pattern: string): boolean => pattern !== '' && pattern !== '^$'

/** What a user may do, in every vhost; nothing for one that does not exist. */
export async function rightsOf(connection: RabbitmqConnection, name: string, options?: CallOptions): Promise<Rights> {
  const doing = `read what "${name}" may do`
  const permissions = await connection.call('GET', ['users', name, 'permissions'], { doing, ...options })
  const topics = await connection.call('GET', ['users', name, 'topic-permissions'], { doing, ...options })
  return { permissions: shaped(z.array(Permission), permissions.body ?? []), topics: shaped(z.array(TopicPermission), topics.body ?? []) }
}

const permissionKey = (it: Permission) => JSON.stringify([it.vhost, it.configure, it.write, it.read])
const topicKey = (it: TopicPermission) => JSON.stringify([it.vhost, it.exchange, it.write, it.read])
const keysOf = (rights: Rights) => [...rights.permissions.map(permissionKey), ...rights.topics.map((it) => `topic ${topicKey(it)}`)].toSorted().join('\n')

export const sameRights = (one: Rights, other: Rights): boolean => keysOf(one) === keysOf(other)

/** Rights in words, one line each. */
export function inWords({ permissions, topics }: Rights): string[] {
  return [
    ...permissions.map((it) => `vhost ${it.vhost}: configure ${it.configure || '^$'}, write ${it.write || '^$'}, read ${it.read || '^$'}`),
    ...topics.map((it) => `topics of ${it.exchange || 'the default exchange'} in vhost ${it.vhost}: write ${it.write || '^$'}, read ${it.read || '^$'}`),
  ]
}

/** Takes every right from a user; how many there were. The server takes all topic permissions of a vhost at once. */
export async function clearRights(connection: RabbitmqConnection, name: string, rights: Rights, options?: CallOptions): Promise<number> {
  const doing = `take the rights of "${name}"`
  for (const vhost of new Set(rights.topics.map((it) => it.vhost))) await connection.call('DELETE', ['topic-permissions', vhost, name], { doing, ...options })
  for (const { vhost } of rights.permissions) await connection.call('DELETE', ['permissions', vhost, name], { doing, ...options })
  return rights.permissions.length + rights.topics.length
}

/** Gives a user exactly the rights of another: the others are taken first. */
export async function copyRights(connection: RabbitmqConnection, from: Rights, name: string, options?: CallOptions): Promise<void> {
  const held = await rightsOf(connection, name, options)
  if (sameRights(held, from)) return
  await clearRights(connection, name, held, options)
  const doing = `give "${name}" its rights`
  for (const { vhost, configure, write, read } of from.permissions)
    await connection.call('PUT', ['permissions', vhost, name], { doing, body: { configure, write, read }, ...options })
  for (const { vhost, exchange, write, read } of from.topics)
    await connection.call('PUT', ['topic-permissions', vhost, name], { doing, body: { exchange, write, read }, ...options })
}
