import type { Actor } from '#lib/core/actor.ts'

type Request = { state: string; requesterId: string }

/** Who answers a request for an identity: an approver or an admin, and never who asked. A machine answers none. */
export function mayAnswer(actor: Actor, { requesterId }: Pick<Request, 'requesterId'>): boolean {
  return actor.kind === 'user' && actor.userId !== requesterId && actor.roles.some((role) => role === 'approver' || role === 'admin')
}

/** Who takes a request back: who made it, while nobody has answered. */
export function mayCancel(actor: Actor, { requesterId, state }: Request): boolean {
  return actor.kind === 'user' && actor.userId === requesterId && state === 'pending'
}
