import type { ServicePrincipal } from './graph-schemas.ts'

/** Who a service principal is to those that name it by its object id. */
type Entry = { appId: string; name: string }

/** The service principals of a file by their object ids, with the roles that their APIs offer. About 200 bytes a principal and 100 bytes a role. */
export class Directory {
  readonly #entries = new Map<string, Entry>()
  readonly #roles = new Map<string, Map<string, string>>()

  add({ id, appId, appRoles, ...principal }: ServicePrincipal): void {
    this.#entries.set(id, { appId, name: nameOf({ appId, ...principal }) })
    const roles = new Map((appRoles ?? []).flatMap((role) => (role.value ? [[role.id, role.value] as const] : [])))
    if (roles.size > 0) this.#roles.set(id, roles)
  }

  find(id: string): Entry | undefined {
    return this.#entries.get(id)
  }

  /** What a role of an API is called. The zero id is the role of having access at all (Graph, appRoleAssignment). */
  roleName(resourceId: string, roleId: string): string {
    if (/^0{8}-/.test(roleId)) return 'access'
    return this.#roles.get(resourceId)?.get(roleId) ?? roleId
  }
}

export function nameOf(principal: { appId: string; displayName?: string | null | undefined; appDisplayName?: string | null | undefined }): string {
  return principal.displayName || principal.appDisplayName || principal.appId
}
