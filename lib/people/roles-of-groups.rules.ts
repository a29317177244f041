import { ROLES, type Role } from '#lib/core/actor.ts'

/** The roles that an OpenID provider's groups give: the group `tenure-approver` (prefix and role) gives approver. Anything else gives nothing. */
export function rolesOfGroups(groups: unknown, prefix: string): Role[] {
  if (!Array.isArray(groups)) return []
  return ROLES.filter((role) => groups.includes(`${prefix}${role}`))
}
