import { type DiscoveredNote } from '../discovered.ts'
import { cutText } from '../imports/storable.ts'
import type { Grant } from './bindings.ts'
import { boundedKey } from './keys.ts'
import type { HeldGrant } from './service-account-records.ts'

function note(code: DiscoveredNote['code'], key: string, subject: string, text: string): DiscoveredNote {
  return { type: 'note', externalId: key, code, subject: cutText(subject, 600), text: cutText(text, 2_000) }
}

/** Roles that bindings name and the source did not show: what they allow is unknown, and what was known of them stands. */
export function* missingRoleNotes(grants: readonly Grant[]): Generator<DiscoveredNote> {
  const missing = new Map(
    grants.filter(({ rules }) => rules === null).map((grant) => [`${grant.role.kind} ${grant.namespace ?? ''}/${grant.role.name}`, grant]),
  )
  for (const { role, via, namespace } of missing.values()) {
    const key = boundedKey('role-missing', role.kind, role.kind === 'Role' ? (namespace ?? '') : '', role.name)
    yield note('not_readable', key, role.name, `${via} gives a role that is not among those that were read: what it allows is unknown`)
  }
}

/** Bindings that wait for somebody to make a service account of that name. */
export function missingAccountNote(missing: ReadonlyMap<string, Grant>): DiscoveredNote {
  const shown = [...missing].slice(0, 10).map(([name, { via }]) => `${cutText(name, 100)} by ${cutText(via, 100)}`)
  const more = missing.size > shown.length ? `, and ${missing.size - shown.length} more` : ''
  const text = `${missing.size} service accounts that bindings name do not exist; whoever makes one gets its rights: ${shown.join('; ')}${more}`
  return note('left_out', 'service-accounts-missing', 'service accounts that do not exist', text)
}

/** What everybody holds who authenticates, and, by `system:unauthenticated`, everybody who does not. */
export function* publicGrantNotes(everybody: readonly HeldGrant[]): Generator<DiscoveredNote> {
  for (const { grant, group } of everybody) {
    const who = group === 'system:unauthenticated' ? 'Everybody who reaches the API server, without authentication,' : 'Every user and service account'
    const what = grant.dangers.length > 0 ? `may ${grant.dangers.join(', ')}` : `has the ${grant.role.kind} ${grant.role.name}`
    const key = boundedKey('public', group ?? '', grant.binding.kind, grant.binding.namespace ?? '', grant.binding.name)
    yield note('public_grant', key, grant.namespace ?? 'cluster', `${who} ${what} by ${grant.via}`)
  }
}

/** Groups of users that hold privilege: who is in them, the cluster does not know. The others are counted. */
export function* groupNotes(groups: ReadonlyMap<string, readonly Grant[]>): Generator<DiscoveredNote> {
  let plain = 0
  for (const [name, grants] of groups) {
    const dangerous = grants.filter(({ dangers }) => dangers.length > 0)
    if (dangerous.length === 0) {
      plain += 1
      continue
    }
    const reasons = dangerous.slice(0, 5).map((grant) => `may ${grant.dangers.join(', ')} by ${cutText(grant.via, 200)}`)
    yield note(
      'left_out',
      boundedKey('group', name),
      name,
      `Whoever is in the group ${cutText(name, 200)} ${reasons.join('; ')}. The cluster does not say who that is`,
    )
  }
  if (plain > 0) yield note('left_out', 'groups', 'groups', `${plain} groups of users hold rights without privilege; the cluster does not say who is in them`)
}

/** How many users hold rights without privilege. */
export function* leftOutNotes(users: number): Generator<DiscoveredNote> {
  if (users > 0) yield note('left_out', 'users', 'users', `${users} users that bindings name hold no privilege: they are not taken for identities`)
}
