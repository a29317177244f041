import type { Actor } from '#lib/core/actor.ts'

/** Who may say who is of a team: an admin, and its lead while they hold the role of an owner. */
export function mayChangeMembers(actor: Actor, team: { leadId: string | null }): boolean {
  if (actor.kind !== 'user') return false
  return actor.roles.includes('admin') || (actor.roles.includes('owner') && team.leadId === actor.userId)
}
