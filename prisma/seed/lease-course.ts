import type { LeaseId } from '#lib/core/ids.ts'
import type { Outcome } from './scenarios/past-access.ts'

/** How a wish came out that got a lease. */
export type LeasedOutcome = Extract<Outcome, { by: unknown; end: 'done' | 'expired' | 'revoked' | 'mint_failed' }>

/** A past lease from its start to its confirmed end; `mintedAt` is null where no credential came to be. */
export type Course = {
  id: LeaseId
  account: string
  oid: string
  startsAt: Date
  endsAt: Date
  mintedAt: Date | null
  endingAt: Date
  executedAt: Date
  confirmedAt: Date
}
