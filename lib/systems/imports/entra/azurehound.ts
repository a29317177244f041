import { z } from 'zod'
import type { DiscoveredRecordInput } from '../../discovered.ts'
import type { ImportContext, ImportFormat } from '../import-format.ts'
import { jsonOutline } from '../json-outline.ts'
import { parseItem } from '../parse-item.ts'
import { partOf, type PlacedItem } from '../placed-item.ts'
import { readJsonItems, type JsonItem } from '../read-json-items.ts'
import { recordBatches } from '../record-batches.ts'
import { EntraReading } from './entra-reading.ts'
import type { ObjectKind } from './object-kind.ts'
import { FederatedCredential, ObjectId, Owner } from './graph-schemas.ts'

const Owners = z.object({
  owners: z
    .array(z.object({ owner: Owner }))
    .max(10_000)
    .nullish(),
})
const AppOwners = Owners.extend({ appId: ObjectId })
const PrincipalOwners = Owners.extend({ servicePrincipalId: ObjectId })
const AppFederation = z.object({
  appId: ObjectId,
  fics: z
    .array(z.object({ fic: FederatedCredential }))
    .max(10_000)
    .nullish(),
})
const Entry = z.object({ kind: z.string().min(1).max(128), data: z.record(z.string(), z.unknown()) })
const Assignments = z.object({ roleAssignments: z.array(z.unknown()).max(100_000).nullish() })

const KINDS = new Map<string, ObjectKind>(
  Object.entries({
    AZServicePrincipal: 'service_principal',
    AZApp: 'application',
    AZAppRoleAssignment: 'app_role_assignment',
    AZOAuth2PermissionGrant: 'permission_grant',
  }),
)

/** What AzureHound collects of a tenant: a list of `{"kind": "AZ…", "data": {…}}`. */
export const entraAzurehound: ImportFormat = {
  kind: 'entra-azurehound',
  title: 'Entra ID as AzureHound JSON',
  origin: 'azurehound list az-ad -o azurehound.json',
  covers: {
    identityKinds: ['entra_app', 'entra_managed_identity', 'entra_social_idp', 'entra_agent'],
    credentialKinds: [],
    entitlements: true,
    privilege: true,
  },
  detect(head) {
    const outline = jsonOutline(head)
    if (!outline || !/"kind"\s*:\s*"AZ[A-Z]/.test(head)) return false
    return outline.root === 'object' ? outline.keys.includes('data') : outline.keys.includes('kind') && outline.keys.includes('data')
  },
  parse: (bytes, context) => recordBatches(readAzurehound(bytes, context)),
}

async function* readAzurehound(bytes: AsyncIterable<Uint8Array>, context: ImportContext): AsyncGenerator<DiscoveredRecordInput, void, undefined> {
  const reading = new EntraReading(context)
  const passed = new Map<string, number>()
  for await (const item of readJsonItems(bytes, { lists: ['', 'data'] })) {
    const { kind, data } = parseItem(Entry, item)
    const object = KINDS.get(kind)
    if (object) reading.take(object, partOf(item, ['data'], object === 'service_principal' ? withEnabled(data) : data))
    else if (kind === 'AZRoleAssignment') takeRoles(item, data, reading)
    else if (!takeBesides(kind, partOf(item, ['data'], data), reading)) passed.set(kind, (passed.get(kind) ?? 0) + 1)
  }
  yield* reading.finish()
  if (passed.size > 0) yield leftOut(passed)
}

/** AzureHound leaves out what is false: a principal without the member is disabled. */
function withEnabled(data: Record<string, unknown>): Record<string, unknown> {
  return 'accountEnabled' in data ? data : { ...data, accountEnabled: false }
}

/** Owners and federated credentials of one application; false for any other entry. */
function takeBesides(kind: string, item: PlacedItem, reading: EntraReading): boolean {
  if (kind === 'AZAppOwner') {
    const { appId, owners } = parseItem(AppOwners, item)
    reading.takeBesides(appId, 'application', { owners: owners?.map(({ owner }) => owner) })
  } else if (kind === 'AZServicePrincipalOwner') {
    const { servicePrincipalId, owners } = parseItem(PrincipalOwners, item)
    reading.takeBesides(servicePrincipalId, 'service_principal', { owners: owners?.map(({ owner }) => owner) })
  } else if (kind === 'AZFederatedIdentityCredential') {
    const { appId, fics } = parseItem(AppFederation, item)
    reading.takeBesides(appId, 'application', { federatedIdentityCredentials: fics?.map(({ fic }) => fic) })
  } else return false
  return true
}

/** The assignments of one directory role. They do not say what kind of principal has it. */
function takeRoles(item: JsonItem, data: Record<string, unknown>, reading: EntraReading): void {
  const { roleAssignments } = parseItem(Assignments, partOf(item, ['data'], data))
  reading.sawPart('role_assignment')
  for (const [index, value] of (roleAssignments ?? []).entries()) reading.take('role_assignment', partOf(item, ['data', 'roleAssignments', index], value))
}

function leftOut(passed: ReadonlyMap<string, number>): DiscoveredRecordInput {
  const kinds = [...passed].slice(0, 20).map(([kind, count]) => `${count} ${kind}`)
  return {
    type: 'note',
    externalId: 'left_out/azurehound',
    code: 'left_out',
    subject: 'Other entries of AzureHound',
    text: `Not read: ${kinds.join(', ')}`.slice(0, 2_000).toWellFormed(),
  }
}
