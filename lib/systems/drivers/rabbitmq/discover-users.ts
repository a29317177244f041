import { type DiscoveredRecordInput, externalKey } from '#lib/systems/discovered.ts'
import { isOurs, leaseOf, mayLogin, type User } from './account.ts'
import { classify } from './classify.ts'
import { matchesSomething, type Permission, type Rights, type TopicPermission } from './permissions.ts'
import { notLendableReason, POWERS, PRIVILEGED_TAGS, TEMPLATE_TAG } from './privileges.ts'

/** When a user was last seen: an open connection proves a use, its absence proves nothing. */
const lastUse = (seenAt: Date | undefined) => ({ lastUsedAt: seenAt ?? null, lastUseKnown: seenAt ? ('logs' as const) : ('unknown' as const) })

const unknownUse = { lastUsedAt: null, lastUseKnown: 'unknown' } as const

/** Why a user is called privileged: its tags, or all rights on everything in more than one vhost. Null when it is not. */
function privilegedReason(user: User, rights: Rights): string | null {
  const tags = user.tags.filter((tag) => PRIVILEGED_TAGS.includes(tag)).map((tag) => `${tag}: ${POWERS[tag]}`)
  const whole = rights.permissions.filter((it) => [it.configure, it.write, it.read].every((pattern) => pattern === '.*'))
  if (whole.length > 1) tags.push(`may do everything in ${whole.length} vhosts`)
  return tags.length > 0 ? tags.join('; ') : null
}

function kindOf(user: User): string {
  return user.tags.includes(TEMPLATE_TAG) && !mayLogin(user) ? 'template' : 'user'
}

/** A user, its password where it has one, and what it may do as a privilege where it is offered as one. The hash is never taken over. */
export function recordsOf(user: User, rights: Rights, seenAt: Date | undefined, allowPrivileged: readonly string[]): DiscoveredRecordInput[] {
  const reason = privilegedReason(user, rights)
  const ours = isOurs(user)
  const identity: DiscoveredRecordInput = {
    type: 'identity',
    externalId: user.name,
    name: user.name,
    ...classify(user),
    enabled: mayLogin(user),
    ...lastUse(seenAt),
    privileged: reason !== null,
    privilegedReason: reason?.slice(0, 2_000) ?? null,
    privilegedConfidence: 'certain',
    ours,
    attributes: { kind: kindOf(user), tags: user.tags, limits: user.limits, ...(ours ? { leaseId: leaseOf(user.name) } : {}) },
  }
  const password: DiscoveredRecordInput = {
    type: 'credential',
    identityExternalId: user.name,
    externalId: externalKey(user.name, 'password'),
    kind: 'password',
    ...lastUse(seenAt),
    enabled: true,
    attributes: { present: 'yes', hashing: user.hashing_algorithm },
  }
  return [
    identity,
    ...(mayLogin(user) ? [password] : []),
    ...tagsOf(user),
    ...rights.permissions.flatMap(permissionRecords),
    ...rights.topics.flatMap(topicRecords),
    ...(user.tags.includes(TEMPLATE_TAG) ? [privilegeOf(user, rights, allowPrivileged)] : []),
  ]
}

/** Only tags that open something are rights; the others are labels, and stand among the attributes. */
function tagsOf(user: User): DiscoveredRecordInput[] {
  return [...new Set(user.tags)]
    .filter((tag) => tag in POWERS)
    .map((tag) => ({
      type: 'entitlement',
      identityExternalId: user.name,
      externalId: externalKey(user.name, 'tag', tag),
      resource: 'server',
      resourceKind: 'server',
      action: tag,
      grantedVia: 'direct',
      ...unknownUse,
      attributes: { meaning: POWERS[tag] ?? '' },
    }))
}

function entitlement(
  user: string,
  key: string[],
  resource: string,
  more: { resourceKind: string; action: string; attributes: Record<string, string> },
): DiscoveredRecordInput {
  return { type: 'entitlement', identityExternalId: user, externalId: externalKey(user, ...key), resource, grantedVia: 'direct', ...unknownUse, ...more }
}

/** A permission lets its user into the vhost, and gives each verb on the names that its pattern matches. */
function permissionRecords(it: Permission): DiscoveredRecordInput[] {
  const verbs = (['configure', 'write', 'read'] as const).filter((verb) => matchesSomething(it[verb]))
  return [
    entitlement(it.user, ['vhost', it.vhost, 'connect'], it.vhost, { resourceKind: 'vhost', action: 'connect', attributes: {} }),
    ...verbs.map((verb) =>
      entitlement(it.user, ['vhost', it.vhost, verb], `${it.vhost}: ${it[verb]}`.slice(0, 2_048), {
        resourceKind: 'queues and exchanges',
        action: verb,
        attributes: { vhost: it.vhost, pattern: it[verb] },
      }),
    ),
  ]
}

function topicRecords(it: TopicPermission): DiscoveredRecordInput[] {
  const verbs = (['write', 'read'] as const).filter((verb) => matchesSomething(it[verb]))
  return verbs.map((verb) =>
    entitlement(it.user, ['topic', it.vhost, it.exchange, verb], `${it.vhost}: ${it.exchange}: ${it[verb]}`.slice(0, 2_048), {
      resourceKind: 'topics',
      action: verb,
      attributes: { vhost: it.vhost, exchange: it.exchange, pattern: it[verb] },
    }),
  )
}

function privilegeOf(user: User, rights: Rights, allowPrivileged: readonly string[]): DiscoveredRecordInput {
  const reason = notLendableReason(user, rights, allowPrivileged)
  return { type: 'privilege', externalId: user.name, name: user.name, lendable: reason === null, notLendableReason: reason?.slice(0, 2_000) ?? null }
}
