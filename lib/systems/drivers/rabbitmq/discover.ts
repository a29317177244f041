import { z } from 'zod'
import type { CallOptions } from '#lib/systems/driver.ts'
import { type DiscoveredActivity, type DiscoveredNote, type DiscoveredRecordInput, externalKey } from '#lib/systems/discovered.ts'
import { cutText, storageProblem } from '#lib/systems/imports/storable.ts'
import { User } from './account.ts'
import type { RabbitmqConnection } from './connect.ts'
import { shaped } from './errors.ts'
import { activityOf, readSessions } from './discover-connections.ts'
import { recordsOf } from './discover-users.ts'
import { Permission, type Rights, TopicPermission } from './permissions.ts'

const BATCH = 500

async function readList<S extends z.ZodType>(connection: RabbitmqConnection, path: string, item: S, options?: CallOptions): Promise<z.infer<S>[]> {
  const { body } = await connection.call('GET', [path], { doing: `read the ${path}`, ...options })
  return shaped(z.array(item), body)
}

async function readRights(connection: RabbitmqConnection, options?: CallOptions): Promise<Map<string, Rights>> {
  const rights = new Map<string, Rights>()
  const of = (name: string): Rights => {
    const known = rights.get(name) ?? { permissions: [], topics: [] }
    rights.set(name, known)
    return known
  }
  for (const it of await readList(connection, 'permissions', Permission, options)) of(it.user).permissions.push(it)
  for (const it of await readList(connection, 'topic-permissions', TopicPermission, options)) of(it.user).topics.push(it)
  return rights
}

/** When each user that is connected now logged in last. */
async function readSeen(connection: RabbitmqConnection, options?: CallOptions): Promise<Map<string, Date>> {
  const seen = new Map<string, Date>()
  for await (const sessions of readSessions(connection, options)) {
    for (const { user, connected_at } of sessions) {
      const at = new Date(connected_at)
      const known = seen.get(user)
      if (!known || known < at) seen.set(user, at)
    }
  }
  return seen
}

const note = (code: DiscoveredNote['code'], subject: string, text: string): DiscoveredNote => ({
  type: 'note',
  externalId: externalKey(code, subject),
  code,
  subject: cutText(subject, 1_024),
  text,
})

/** A name that the register cannot hold, as a note; the user itself is left out. */
function unstorable(user: User): DiscoveredNote {
  const shown = JSON.stringify(user.name.toWellFormed()).slice(1, -1)
  return note('not_readable', shown === '' ? '(empty)' : shown, 'The name of this user is empty or holds a character that cannot be stored: rename it')
}

/**
 * The server's users with their passwords, tags, permissions, lendable templates and open connections, in batches; identities come before what they hold.
 * Users of other backends (LDAP, OAuth 2) are in no list: those that are connected are told in a note. Errors: `unavailable`, `forbidden`.
 */
export async function* discover(connection: RabbitmqConnection, options?: CallOptions): AsyncGenerator<DiscoveredRecordInput[]> {
  const seen = await readSeen(connection, options)
  const users = await readList(connection, 'users', User, options)
  const rights = await readRights(connection, options)
  const known = new Set<string>()
  let batch: DiscoveredRecordInput[] = []
  for (const user of users) {
    const storable = user.name !== '' && storageProblem([user.name, rights.get(user.name)]) === null
    if (storable) known.add(user.name)
    const { permissions, topics } = rights.get(user.name) ?? { permissions: [], topics: [] }
    batch.push(...(storable ? recordsOf(user, { permissions, topics }, seen.get(user.name), connection.settings.allowPrivileged) : [unstorable(user)]))
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  for (const name of seen.keys())
    if (!known.has(name) && name !== '' && storageProblem(name) === null)
      batch.push(
        note(
          'session_without_account',
          name,
          'Connected now, but not a user of this server: another backend (LDAP, OAuth 2, certificates) let it in, or it was just deleted',
        ),
      )
  yield batch
  for await (const uses of activity(connection, options)) yield uses.filter((use) => known.has(use.identityExternalId))
}

/** The connections that are open now, as uses of their users. */
export async function* activity(connection: RabbitmqConnection, options?: CallOptions): AsyncGenerator<DiscoveredActivity[]> {
  for await (const sessions of readSessions(connection, options)) {
    const uses = sessions.filter((session) => session.user !== '' && storageProblem([session]) === null).map(activityOf)
    yield [...new Map(uses.map((use) => [use.externalId, use])).values()]
  }
}
