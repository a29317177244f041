import type { Actor } from '#lib/core/actor.ts'

type Item = { nomineeId: string | null; state: string }

/** Whether something still waits for an answer: of its nominee, or of an admin. */
export const isWaiting = ({ state }: Pick<Item, 'state'>): boolean => state === 'open' || state === 'declined'

/** Who may take an identity over from somebody who left: its nominee, and an admin what nobody is asked about any more. */
export function mayAccept(actor: Actor, item: Item): boolean {
  if (actor.kind !== 'user') return false
  if (item.nomineeId === actor.userId) return true
  return actor.roles.includes('admin') && (item.nomineeId === null || item.state === 'declined')
}

/** Who may decline: only who is asked. */
export function mayDecline(actor: Actor, item: Item): boolean {
  return actor.kind === 'user' && item.nomineeId === actor.userId
}
