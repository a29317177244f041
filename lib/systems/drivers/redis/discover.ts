import type { CallOptions } from '#lib/systems/driver.ts'
import { type DiscoveredRecordInput, externalKey } from '#lib/systems/discovered.ts'
import { classOfName, type Classified } from '../class-of-name.ts'
import { leaseOf, withoutMark } from './account.ts'
import { type AclUser, clockOf, findUser, listSessions, type Rules } from './acl-user.ts'
import { type RedisConnection, type Send, stopIfAborted } from './connect.ts'
import { redisError } from './errors.ts'
import { isTemplate, notLendableReason } from './privileges.ts'
import { problemsOf } from './reach.ts'

/** How many users are asked about at once. */
const BATCH = 50
const MODES: Record<string, string> = { '~': 'read and write', '%RW~': 'read and write', '%R~': 'read', '%W~': 'write' }

function classify(user: AclUser, privileged: boolean): Classified {
  if (leaseOf(user)) return { class: 'workload', classReason: 'Minted by Tenure for a lease', classConfidence: 'certain' }
  if (isTemplate(user)) return { class: 'service_account', classReason: 'A template: it can never log in, leases get its rules', classConfidence: 'likely' }
  return classOfName(user.name, privileged, 'A user that can log in, with nothing that speaks for another class')
}

/** What a set of rules allows, key pattern by key pattern; `selector` is 0 for the user's own rules. */
function entitlementsOf(user: AclUser, rules: Rules, selector: number): DiscoveredRecordInput[] {
  const commands = rules.commands.join(' ').slice(0, 2_000)
  const record = (resourceKind: string, resource: string, action: string): DiscoveredRecordInput => ({
    type: 'entitlement',
    identityExternalId: user.name,
    externalId: externalKey(user.name, String(selector), resourceKind, resource, action),
    resource,
    resourceKind,
    action: action.slice(0, 256),
    grantedVia: selector === 0 ? 'direct' : `selector ${selector}`,
    attributes: { commands },
  })
  const keys = rules.keys.map((key) => {
    const mode = /^(?:%R?W?)?~/.exec(key)?.[0] ?? '~'
    return record('key_pattern', key.slice(mode.length) || '(empty)', MODES[mode] ?? mode)
  })
  const channels = rules.channels.map((channel) => record('channel_pattern', channel.slice(1) || '(empty)', 'publish and subscribe'))
  // What is only taken away again is no permission; it stands in the attributes
  const allowed = rules.commands.filter((command) => command.startsWith('+')).map((command) => record('command', command.slice(1), 'run'))
  return [...keys, ...channels, ...allowed]
}

type Seen = { at: Date; idle: ReadonlyMap<string, number> }

/** A connection shows a use, at the time of its last command; the absence of one shows nothing. */
function lastUse({ at, idle }: Seen, name: string) {
  const seconds = idle.get(name)
  return seconds === undefined
    ? { lastUsedAt: null, lastUseKnown: 'unknown' as const }
    : { lastUsedAt: new Date(at.getTime() - seconds * 1_000), lastUseKnown: 'logs' as const }
}

function recordsOf(user: AclUser, problems: string[], seen: Seen, allowPrivileged: readonly string[]): DiscoveredRecordInput[] {
  const lease = leaseOf(user)
  const template = isTemplate(user)
  const reason = notLendableReason({ user, problems }, allowPrivileged)
  return [
    {
      type: 'identity',
      externalId: user.name,
      name: user.name,
      ...classify(user, problems.length > 0),
      enabled: user.on,
      ...lastUse(seen, user.name),
      privileged: problems.length > 0,
      privilegedReason: problems.length > 0 ? `It ${problems.join('; it ')}` : null,
      privilegedConfidence: 'certain',
      ours: lease !== null,
      attributes: { kind: template ? 'template' : 'acl_user', passwords: user.passwords, anyPassword: user.nopass, ...(lease ? { leaseId: lease } : {}) },
    },
    ...(user.passwords > 0 || user.nopass
      ? [
          {
            type: 'credential' as const,
            identityExternalId: user.name,
            externalId: externalKey(user.name, 'password'),
            kind: 'password' as const,
            ...lastUse(seen, user.name),
            enabled: user.on,
            attributes: { passwords: user.passwords, anyPassword: user.nopass },
          },
        ]
      : []),
    ...(template
      ? [{ type: 'privilege' as const, externalId: user.name, name: user.name, lendable: reason === null, notLendableReason: reason?.slice(0, 2_000) ?? null }]
      : []),
    ...[user.rules, ...withoutMark(user)].flatMap((rules, index) => entitlementsOf(user, rules, index)),
  ]
}

async function see(send: Send): Promise<Seen> {
  const idle = new Map<string, number>()
  for (const { user, idleSeconds } of await listSessions(send)) idle.set(user, Math.min(idleSeconds, idle.get(user) ?? idleSeconds))
  return { at: await clockOf(send), idle }
}

async function recordsFor(send: Send, name: string, seen: Seen, allowPrivileged: readonly string[]): Promise<DiscoveredRecordInput[]> {
  const user = await findUser(send, name)
  // Deleted since the names were read
  if (!user) return []
  return recordsOf(user, await problemsOf(send, name), seen, allowPrivileged)
}

/**
 * The server's users with their rules, templates that can be lent, and whether anybody is connected, in batches of at most fifty users.
 * Never a password's hash. Errors: `unavailable`, `forbidden`; records that were handed out before stay true.
 */
export async function* discover(connection: RedisConnection, options: CallOptions = {}): AsyncGenerator<DiscoveredRecordInput[]> {
  const { allowPrivileged } = connection.settings
  const ask = <T>(work: (send: Send) => Promise<T>) => connection.withClient(options, work)
  try {
    const names = await ask(async (send) => {
      const reply = await send('ACL', 'USERS')
      return Array.isArray(reply) ? reply.map(String) : []
    })
    const seen = await ask(see)
    for (let from = 0; from < names.length; from += BATCH) {
      const batch = names.slice(from, from + BATCH)
      yield (await ask((send) => Promise.all(batch.map((name) => recordsFor(send, name, seen, allowPrivileged))))).flat()
    }
  } catch (error) {
    stopIfAborted(options.signal)
    throw redisError(error, 'read the users and their rules', [connection.settings.password])
  }
}
