import type { DiscoveredRecordInput } from '../../discovered.ts'
import { Duplicates } from '../duplicates.ts'
import type { Coverage, ImportContext } from '../import-format.ts'
import { excerpt, invalidFile } from '../invalid-file.ts'
import { ParkedJson } from '../parked-json.ts'
import { parseItem } from '../parse-item.ts'
import type { PlacedItem } from '../placed-item.ts'
import type { Carrier } from './app-credentials.ts'
import { tenantOf } from './classify-principal.ts'
import { Directory } from './directory.ts'
import type { ObjectKind } from './object-kind.ts'
import { entraRecords, type Waiting } from './entra-records.ts'
import { AppRoleAssignment, Application, PermissionGrant, RoleAssignment, ServicePrincipal } from './graph-schemas.ts'

/**
 * One reading of a directory's objects, in any order. Who a right belongs to, and whose tenant it is, is known only at the end: until then principals and
 * rights wait deflated, and a file that is refused hands out nothing.
 */
export class EntraReading {
  readonly #context: ImportContext
  readonly #duplicates = new Duplicates()
  readonly #waiting: Waiting = {
    principals: new ParkedJson(),
    applications: new Map(),
    rights: new ParkedJson(),
    parts: new Set(),
    directory: new Directory(),
    besides: [],
  }
  readonly #counts = { servicePrincipals: 0, applications: 0, permissionGrants: 0, appRoleAssignments: 0, roleAssignments: 0 }
  #tenant: string | null = null

  constructor(context: ImportContext) {
    this.#context = context
    this.#tenant = context.scope?.toLowerCase() ?? null
  }

  get servicePrincipals(): number {
    return this.#counts.servicePrincipals
  }

  /** Takes one object. `invalid` for one that is malformed, of another tenant, or differs from one with the same id. */
  take(kind: ObjectKind, item: PlacedItem): void {
    switch (kind) {
      case 'service_principal':
        return this.#takePrincipal(item)
      case 'application':
        return this.#takeApplication(item)
      case 'permission_grant':
        return this.#takeRight(kind, parseItem(PermissionGrant, item), item)
      case 'app_role_assignment':
        return this.#takeRight(kind, parseItem(AppRoleAssignment, item), item)
      case 'role_assignment':
        return this.#takeRight(kind, parseItem(RoleAssignment, item), item)
    }
  }

  /** Takes owners and federated credentials that stand apart from their application, or from its principal (then `holderId` is the object id of that). */
  takeBesides(holderId: string, heldBy: 'application' | 'service_principal', carrier: Carrier): void {
    this.#waiting.besides.push({ holderId, heldBy, carrier })
  }

  /** Says that a part of the export was in the file, be it empty. */
  sawPart(kind: ObjectKind): void {
    this.#waiting.parts.add(kind)
  }

  /** The records of a file that was read to its end. */
  *finish(): Generator<DiscoveredRecordInput, void, undefined> {
    this.#context.onSummary?.({ counts: this.#counts, observedAt: null, scope: this.#tenant, covers: this.#coverage() })
    yield* entraRecords(this.#waiting, this.#tenant)
  }

  /** What this file lists completely depends on the parts that it holds. */
  #coverage(): Coverage {
    const { parts } = this.#waiting
    const people = parts.has('role_assignment') ? ['entra_user'] : []
    return {
      identityKinds: ['entra_app', 'entra_managed_identity', 'entra_social_idp', 'entra_agent', ...people],
      credentialKinds: this.#counts.applications > 0 ? ['oauth_client_secret', 'x509_certificate'] : [],
      entitlements: true,
      privilege: parts.size > 0,
    }
  }

  #takePrincipal(item: PlacedItem): void {
    const principal = parseItem(ServicePrincipal, item)
    if (principal.tenantId) this.#admit(principal.tenantId, item)
    if (!this.#isNew(`service principal ${principal.id}`, item)) return
    if (!this.#isNew(`appId ${principal.appId}`, item)) return
    this.#counts.servicePrincipals += 1
    this.#tenant ??= tenantOf(principal)
    this.#waiting.directory.add(principal)
    this.#waiting.principals.park({ ...principal, appRoles: null })
  }

  #takeApplication(item: PlacedItem): void {
    const application = parseItem(Application, item)
    if (application.tenantId) this.#admit(application.tenantId, item)
    if (!this.#isNew(`application ${application.appId}`, item)) return
    this.#counts.applications += 1
    this.#waiting.applications.set(application.appId, application)
  }

  #takeRight(kind: 'permission_grant', value: PermissionGrant, item: PlacedItem): void
  #takeRight(kind: 'app_role_assignment', value: AppRoleAssignment, item: PlacedItem): void
  #takeRight(kind: 'role_assignment', value: RoleAssignment, item: PlacedItem): void
  #takeRight(
    kind: 'permission_grant' | 'app_role_assignment' | 'role_assignment',
    value: PermissionGrant | AppRoleAssignment | RoleAssignment,
    item: PlacedItem,
  ): void {
    this.sawPart(kind)
    if (value.id && !this.#isNew(`${kind} ${value.id}`, item)) return
    if (kind === 'permission_grant') this.#counts.permissionGrants += 1
    else if (kind === 'app_role_assignment') this.#counts.appRoleAssignments += 1
    else this.#counts.roleAssignments += 1
    this.#waiting.rights.park({ [kind]: value })
  }

  #admit(tenant: string, item: PlacedItem): void {
    const owner = tenant.toLowerCase()
    this.#tenant ??= owner
    if (owner === this.#tenant) return
    const whose = this.#context.scope ? 'this system is' : 'the file began with'
    throw invalidFile(`belongs to tenant ${excerpt(owner)}, but ${whose} tenant ${excerpt(this.#tenant)}`, item.placeOf(['tenantId']))
  }

  #isNew(key: string, item: PlacedItem): boolean {
    return !this.#duplicates.isRepeat(key, item.value, item.place)
  }
}
