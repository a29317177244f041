import { z } from 'zod'
import { AccessRequestId, LeaseId } from '#lib/core/ids.ts'

export const LeaseById = z.object({ id: LeaseId })
export const GrantLease = z.object({ requestId: AccessRequestId })
export const RevokeLease = z.object({ id: LeaseId, reason: z.string().trim().min(10, 'Say in at least 10 characters why it ends now').max(500) })

/** One thing done or observed on the target. `detail` holds no secret. */
export const Fact = z.object({ kind: z.string(), ok: z.boolean(), detail: z.record(z.string(), z.unknown()) })
export type Fact = z.infer<typeof Fact>

export const ActivateLease = z.object({
  id: LeaseId,
  nativeId: z.string().nullable(),
  login: z.record(z.string(), z.union([z.string(), z.number()])),
  facts: z.array(Fact),
})
export const EndLease = z.object({ id: LeaseId, reason: z.enum(['expired', 'mint_failed']), problem: z.string().nullable().default(null) })
export const RecordFailure = z.object({ id: LeaseId, problem: z.string().max(2_000), retryAt: z.date(), facts: z.array(Fact) })
export const RecordRevocation = z.object({
  id: LeaseId,
  state: z.enum(['requested', 'executed', 'confirmed', 'unconfirmed', 'impossible']),
  /** What is left to do, when this attempt did not get there; then `retryAt` says when the next one is due. */
  problem: z.string().max(2_000).nullable(),
  retryAt: z.date().nullable(),
  facts: z.array(Fact),
})

export const LEASE_VIEWS = ['open', 'mine', 'unconfirmed', 'all'] as const
export const LeaseFilter = z.object({ view: z.enum(LEASE_VIEWS).catch('open'), cursor: z.string().max(500).optional().catch(undefined) })
export type LeaseFilter = z.infer<typeof LeaseFilter>
