import type { DiscoveredRecordInput } from '#lib/systems/discovered.ts'
import { externalKey } from '#lib/systems/discovered.ts'
import { classOfName, type Classified } from '../class-of-name.ts'
import { leaseOf, markOf } from './account.ts'
import type { Row } from './connect.ts'
import { holderKey } from './names.ts'
import { problemsOf, type Reach } from './reach.ts'

const DAY_MS = 86_400_000
/** Plugins that check a password; with the others the machine, the network or another directory says who it is. */
const PASSWORD_PLUGINS: ReadonlySet<string> = new Set([
  'mysql_native_password',
  'mysql_old_password',
  'ed25519',
  'caching_sha2_password',
  'sha256_password',
  'parsec',
])

/** What the reading knows besides the row: who reaches what, whose sessions are open now, and after how many days a password is too old by default. */
export type Reading = { reach: Reach; at: Date; sessions: ReadonlyMap<string, number>; namesakes: ReadonlyMap<string, number>; defaultLifetimeDays: number }

function classify(row: Row, ours: boolean, privileged: boolean): Classified {
  const user = String(row['user'])
  if (ours) return { class: 'workload', classReason: 'Minted by Tenure for a lease', classConfidence: 'certain' }
  if (Number(row['is_role']) === 1) return { class: 'service_account', classReason: 'A role: it cannot log in, others have it', classConfidence: 'certain' }
  if (user === 'mariadb.sys' || user === 'tenure_keeper')
    return { class: 'service_account', classReason: 'Owns views and procedures; nobody logs in as it', classConfidence: 'certain' }
  return classOfName(user, privileged, 'An account that can log in, with nothing that speaks for another class')
}

/** A session shows a use; which of several accounts of one name it belongs to, the server does not say. */
function lastUse(row: Row, { at, sessions, namesakes }: Reading) {
  const user = String(row['user'])
  const seen = (sessions.get(user) ?? 0) > 0 && namesakes.get(user) === 1
  return { lastUsedAt: seen ? at : null, lastUseKnown: seen ? ('logs' as const) : ('unknown' as const) }
}

function pluginsOf(row: Row): string[] {
  const others: unknown = typeof row['other_plugins'] === 'string' ? JSON.parse(row['other_plugins']) : row['other_plugins']
  return [...new Set([row['plugin'], ...(Array.isArray(others) ? others : [])].filter((plugin) => typeof plugin === 'string'))]
}

function passwordOf(row: Row, reading: Reading): DiscoveredRecordInput {
  const key = holderKey(row['user'], row['host'])
  const changed = Number(row['password_changed'] ?? 0)
  const changedAt = changed > 0 ? new Date(changed * 1_000) : null
  const lifetime = Number(row['password_lifetime'] ?? -1)
  const days = lifetime < 0 ? reading.defaultLifetimeDays : lifetime
  return {
    type: 'credential',
    identityExternalId: key,
    externalId: externalKey(key, 'password'),
    kind: 'password',
    ...lastUse(row, reading),
    lastRotatedAt: changedAt,
    expiresAt: changedAt && days > 0 ? new Date(changedAt.getTime() + days * DAY_MS) : null,
    enabled: Number(row['locked']) !== 1,
    // A password that an administrator expired has no date of its last change any more
    attributes: { expiredByAdministrator: row['password_changed'] !== null && changed === 0, maximumAgeDays: days > 0 ? days : null },
  }
}

/** An account or role of `tenure.account`, followed by its password where it has one. */
export function accountRecords(row: Row, reading: Reading): DiscoveredRecordInput[] {
  const user = String(row['user'])
  const key = holderKey(row['user'], row['host'])
  const isRole = Number(row['is_role']) === 1
  const lease = !isRole && Number(row['mark']) === markOf(user) ? leaseOf(user) : null
  const problems = problemsOf(reading.reach, key)
  const plugins = pluginsOf(row)
  const locked = Number(row['locked']) === 1
  const identity: DiscoveredRecordInput = {
    type: 'identity',
    externalId: key,
    name: key,
    ...classify(row, lease !== null, problems.length > 0),
    enabled: !isRole && !locked,
    ...(isRole ? {} : lastUse(row, reading)),
    privileged: problems.length > 0,
    privilegedReason: problems.length > 0 ? problems.join('; ').slice(0, 2_000) : null,
    privilegedConfidence: 'certain',
    ours: lease !== null,
    attributes: {
      kind: isRole ? 'role' : 'account',
      ...(isRole
        ? {}
        : { user, host: row['host'] ?? '', locked, authentication: plugins, defaultRole: row['default_role'] ?? null, tls: row['ssl_type'] ?? null }),
      ...(lease ? { leaseId: lease } : {}),
    },
  }
  const hasPassword = !isRole && Number(row['has_secret']) === 1 && plugins.some((plugin) => PASSWORD_PLUGINS.has(plugin))
  return hasPassword ? [identity, passwordOf(row, reading)] : [identity]
}
