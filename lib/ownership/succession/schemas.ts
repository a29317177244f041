import { z } from 'zod'
import { SuccessionId, UserId } from '#lib/core/ids.ts'
import { Identities, Reason } from '../schemas.ts'

/** How long nominees have, unless the admin who marks somebody as gone says otherwise. */
export const DEADLINE_DAYS = { least: 1, usual: 14, most: 90 } as const

export const MarkLeft = z.object({
  id: UserId,
  reason: Reason,
  days: z.coerce
    .number('Say it in days')
    .int('Say it in whole days')
    .min(DEADLINE_DAYS.least, 'At least one day')
    .max(DEADLINE_DAYS.most, `At most ${DEADLINE_DAYS.most} days`)
    .default(DEADLINE_DAYS.usual),
})
export const MarkReturned = z.object({ id: UserId, reason: Reason })

/** Up to 500 identities of successions, whichever these are of. */
export const AnswerSuccession = z.object({ ids: Identities, reason: Reason })
export const Nominate = AnswerSuccession.extend({ nomineeId: UserId })
export const LapseSuccession = z.object({
  id: SuccessionId,
  identityIds: Identities,
  /** Whether they were taken out of service, or nothing was left of them that could be. */
  state: z.enum(['quarantined', 'moot']).default('quarantined'),
})
