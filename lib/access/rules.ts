import type { Actor } from '#lib/core/actor.ts'
import { DAY, shift } from '#lib/core/time.ts'

export type RequestState = 'pending' | 'approved' | 'denied' | 'cancelled' | 'expired'
type Request = { state: string; requesterId: string; openUntil: Date }

/** A person, and not the one who asked. A machine never approves. */
export function mayDecide(actor: Actor, request: { requesterId: string }): boolean {
  return actor.kind === 'user' && actor.userId !== request.requesterId
}

/** Whether an answer still counts. At `openUntil` itself it no longer does. */
export function isOpen(request: Pick<Request, 'state' | 'openUntil'>, now: Date): boolean {
  return request.state === 'pending' && request.openUntil > now
}

/** How long an answer is waited for: a day, or a day past the start that was asked for. */
export function openUntil(now: Date, startsAt: Date | null): Date {
  return shift(startsAt && startsAt > now ? startsAt : now, DAY)
}

/** The clock starts at the approval, or at the start that was asked for when that is later. */
export function leaseStart(decidedAt: Date, startsAt: Date | null): Date {
  return startsAt && startsAt > decidedAt ? startsAt : decidedAt
}
