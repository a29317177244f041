import type { DiscoveredRecordInput } from '../../discovered.ts'
import type { ParkedJson } from '../parked-json.ts'
import { appCredentials, appIdentity, grantEntitlement } from './app-records.ts'
import { idAfter } from './links.ts'
import type { OktaKind } from './object-kind.ts'
import { Privileges } from './privileges.ts'
import type { OktaApp, OktaGrant, OktaRole, OktaToken, OktaUser } from './okta-schemas.ts'
import { adminIdentity, roleEntitlement, tokenRecords } from './user-records.ts'

/** What a reading holds until the file has ended. Administrators' roles and grants are few: they are kept as they are, about 500 bytes each. */
export type OktaWaiting = {
  apps: ParkedJson<OktaApp>
  tokens: ParkedJson<OktaToken>
  users: ParkedJson<OktaUser>
  roles: OktaRole[]
  grants: OktaGrant[]
  parts: Set<OktaKind>
  assigned: number
  groups: number
}

/** Everything that a whole file says. */
export function* oktaRecords(waiting: OktaWaiting, host: string | null): Generator<DiscoveredRecordInput, void, undefined> {
  const privileges = new Privileges()
  const scopes = new Map<string, string[]>()
  for (const grant of waiting.grants) yield* takeGrant(grant, host, privileges, scopes)
  const admins = new Set<string>()
  let groupRoles = 0
  for (const role of waiting.roles) {
    const holder = holderOf(role)
    if (!holder) groupRoles += 1
    else {
      if (holder.kind === 'user') admins.add(holder.id)
      if (role.status !== 'INACTIVE') privileges.addRole(holder.id, role.type, role.label || role.type)
      yield roleEntitlement(holder.id, role, host)
    }
  }
  const makers = new Map<string, OktaUser>()
  let people = 0
  const tokens = [...waiting.tokens.drain()]
  const wanted = new Set(tokens.map(({ userId }) => userId))
  for (const user of waiting.users.drain()) {
    if (wanted.has(user.id)) makers.set(user.id, user)
    if (admins.delete(user.id)) yield adminIdentity(user.id, user, privileges)
    else people += 1
  }
  for (const id of admins) yield adminIdentity(id, undefined, privileges)
  for (const app of waiting.apps.drain()) {
    yield appIdentity(app, scopes.get(app.id) ?? [], privileges)
    yield* appCredentials(app)
  }
  for (const token of tokens) yield* tokenRecords(token, makers.get(token.userId ?? ''), privileges)
  yield* notes(waiting, { people, groupRoles })
}

function* takeGrant(
  grant: OktaGrant,
  host: string | null,
  privileges: Privileges,
  scopes: Map<string, string[]>,
): Generator<DiscoveredRecordInput, void, undefined> {
  const appId = idAfter('apps', grant._links?.app?.href) ?? grant.clientId
  if (!appId) return
  scopes.set(appId, [...(scopes.get(appId) ?? []), grant.scopeId])
  if (grant.status !== 'REVOKED') privileges.addScope(appId, grant.scopeId)
  yield grantEntitlement(appId, grant, host)
}

/** Who holds a role: its link names a user, a client or a group. */
function holderOf(role: OktaRole): { kind: 'user' | 'client'; id: string } | null {
  const href = role._links?.assignee?.href
  const user = idAfter('users', href)
  if (user) return { kind: 'user', id: user }
  const client = idAfter('clients', href) ?? idAfter('apps', href)
  return client ? { kind: 'client', id: client } : null
}

const PARTS: readonly [kind: OktaKind, part: string][] = [
  ['grant', 'grants'],
  ['role', 'roles'],
]

function* notes(waiting: OktaWaiting, left: { people: number; groupRoles: number }): Generator<DiscoveredRecordInput, void, undefined> {
  for (const [kind, part] of PARTS) {
    if (waiting.parts.has(kind)) continue
    const text = 'The file does not hold this part of the organisation: what it said before stays, and who is privileged through it is not known'
    yield { type: 'note', externalId: `not_readable/${part}`, code: 'not_readable', subject: part, text }
  }
  const said: [count: number, subject: string, text: string][] = [
    [left.people, 'Users', "users have no administrator's role"],
    [waiting.assigned, 'Assignments', 'assignments let users or groups reach an application'],
    [waiting.groups, 'Groups', 'groups are no identities'],
    [left.groupRoles, 'Roles of groups', 'roles are of groups, whose members the file does not tell'],
  ]
  for (const [count, subject, text] of said.filter(([number]) => number > 0))
    yield { type: 'note', externalId: `left_out/${subject}`, code: 'left_out', subject, text: `${count} ${text}; the register leaves them out` }
}
