import type { DiscoveredRecordInput } from '../../discovered.ts'
import type { ParkedJson } from '../parked-json.ts'
import { carrierRecords, type Carrier } from './app-credentials.ts'
import type { Directory } from './directory.ts'
import { PARTS, assignmentEntitlement, grantEntitlements, roleEntitlement, scopeOf } from './entitlement-records.ts'
import { Holdings } from './holdings.ts'
import type { ObjectKind } from './object-kind.ts'
import { isPerson, personIdentity } from './people.ts'
import { applicationIdentity, principalIdentity } from './principal-identity.ts'
import { privilegeOfRole } from './privileged-permissions.ts'
import type { AppRoleAssignment, Application, PermissionGrant, RoleAssignment, ServicePrincipal } from './graph-schemas.ts'

type Right = { permission_grant?: PermissionGrant; app_role_assignment?: AppRoleAssignment; role_assignment?: RoleAssignment }

/** What a reading holds until the file has ended. Applications are kept whole: a tenant has few of its own. */
export type Waiting = {
  principals: ParkedJson<ServicePrincipal>
  applications: Map<string, Application>
  rights: ParkedJson<Right>
  parts: Set<ObjectKind>
  directory: Directory
  /** What stands apart from the application or principal that it belongs to. */
  besides: { holderId: string; heldBy: 'application' | 'service_principal'; carrier: Carrier }[]
}

/** Everything that a whole file says: rights first, which tell who is privileged, then people and principals, then what is left out. */
export function* entraRecords(waiting: Waiting, tenant: string | null): Generator<DiscoveredRecordInput, void, undefined> {
  for (const besides of waiting.besides) attach(besides, waiting.applications)
  const holdings = new Map<string, Holdings>()
  const people = new Map<string, RoleAssignment>()
  const left = new Map<string, number>()
  for (const right of waiting.rights.drain()) {
    const records = [...rightRecords(right, { directory: waiting.directory, holdings, people })]
    if (records.length === 0 && !right.permission_grant) count(left, right)
    if (right.permission_grant && !waiting.directory.find(right.permission_grant.clientId)) count(left, right)
    yield* records
  }
  for (const [holder, assignment] of people) yield personIdentity(assignment, holdingsOf(holdings, holder))
  for (const principal of waiting.principals.drain()) {
    const application = waiting.applications.get(principal.appId)
    waiting.applications.delete(principal.appId)
    yield principalIdentity(principal, application, tenant, holdingsOf(holdings, principal.appId))
    yield* once([
      ...carrierRecords(principal.appId, 'service_principal', principal),
      ...(application ? carrierRecords(application.appId, 'application', application) : []),
    ])
  }
  for (const application of waiting.applications.values()) {
    yield applicationIdentity(application)
    yield* once([...carrierRecords(application.appId, 'application', application)])
  }
  for (const { holderId, heldBy, carrier } of waiting.besides) {
    const appId = heldBy === 'application' ? null : waiting.directory.find(holderId)?.appId
    if (appId) yield* carrierRecords(appId, heldBy, carrier)
  }
  yield* notes(waiting.parts, left)
}

type Found = { directory: Directory; holdings: Map<string, Holdings>; people: Map<string, RoleAssignment> }

function* rightRecords(right: Right, found: Found): Generator<DiscoveredRecordInput, void, undefined> {
  const { permission_grant: grant, app_role_assignment: assignment, role_assignment: role } = right
  const { directory, holdings } = found
  const client = directory.find(grant?.clientId ?? '')?.appId
  if (grant && client) yield* grantEntitlements(client, grant, directory, holdingsOf(holdings, client))
  const holder = directory.find(assignment?.principalId ?? '')?.appId
  if (assignment && holder) yield assignmentEntitlement(holder, assignment, directory, holdingsOf(holdings, holder))
  if (role) yield* roleRecords(role, found)
}

function* roleRecords(role: RoleAssignment, { directory, holdings, people }: Found): Generator<DiscoveredRecordInput, void, undefined> {
  const appId = directory.find(role.principalId)?.appId
  if (appId) yield roleEntitlement(appId, role, holdingsOf(holdings, appId))
  else if (isPerson(role) && isPrivileged(role)) {
    const holder = `user:${role.principalId}`
    people.set(holder, role)
    yield roleEntitlement(holder, role, holdingsOf(holdings, holder))
  }
}

function isPrivileged(role: RoleAssignment): boolean {
  const { isDirectory, scope } = scopeOf(role)
  return privilegeOfRole(role.roleDefinitionId, null, scope, isDirectory).privilege !== null
}

/** Gives an application what stands apart from it. One that is not in the file gets an entry with its id alone, which its principal then takes. */
function attach({ holderId, heldBy, carrier }: Waiting['besides'][number], applications: Map<string, Application>): void {
  if (heldBy !== 'application') return
  const application: Application = applications.get(holderId) ?? { appId: holderId }
  const owners = [...(application.owners ?? []), ...(carrier.owners ?? [])]
  const federatedIdentityCredentials = [...(application.federatedIdentityCredentials ?? []), ...(carrier.federatedIdentityCredentials ?? [])]
  applications.set(holderId, { ...application, owners, federatedIdentityCredentials })
}

function holdingsOf(all: Map<string, Holdings>, holder: string): Holdings {
  const held = all.get(holder) ?? new Holdings()
  all.set(holder, held)
  return held
}

function count(left: Map<string, number>, right: Right): void {
  const part = right.permission_grant ? PARTS.permission_grant : right.app_role_assignment ? PARTS.app_role_assignment : PARTS.role_assignment
  left.set(part, (left.get(part) ?? 0) + 1)
}

/** A key that application and service principal both carry is one. */
function* once(records: readonly DiscoveredRecordInput[]): Generator<DiscoveredRecordInput, void, undefined> {
  const seen = new Set<string>()
  for (const record of records) {
    const key = `${record.type} ${record.externalId}`
    if (!seen.has(key)) yield record
    seen.add(key)
  }
}

/** Parts that the file lacks are not missed; rights of people, groups and principals that are not in the file are counted. */
function* notes(parts: ReadonlySet<ObjectKind>, left: ReadonlyMap<string, number>): Generator<DiscoveredRecordInput, void, undefined> {
  for (const kind of ['permission_grant', 'app_role_assignment', 'role_assignment'] as const) {
    if (parts.has(kind)) continue
    const text = 'The file does not hold this part of the directory: what it said before stays, and who is privileged through it is not known'
    yield { type: 'note', externalId: `not_readable/${PARTS[kind]}`, code: 'not_readable', subject: PARTS[kind], text }
  }
  for (const [part, number] of left) {
    const text = `${number} of its entries are of people, groups, or principals that are not in the file; the register leaves them out`
    yield { type: 'note', externalId: `left_out/${part}`, code: 'left_out', subject: part, text }
  }
}
