import type { Role } from '#lib/core/actor.ts'

/** Whether this change makes somebody an admin who is none. A directory that can do that could give its own token any right. */
export function makesAdmin(before: readonly string[], after: readonly Role[]): boolean {
  return after.includes('admin') && !before.includes('admin')
}

/** What a person who comes back through the directory holds: all that they had, but not admin, which only the sign-in gives again. */
export function rolesOnReturn(roles: readonly Role[]): Role[] {
  return roles.filter((role) => role !== 'admin')
}
