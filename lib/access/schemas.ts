import { z } from 'zod'
import { AccessRequestId, PrivilegeId } from '#lib/core/ids.ts'

const emptyToNull = (value: unknown) => (typeof value === 'string' && value.trim() === '' ? null : value)

export const RequestAccess = z.object({
  privilegeId: PrivilegeId,
  purpose: z.string().trim().min(10, 'Say in at least 10 characters what you will do with it').max(500, 'At most 500 characters'),
  ticket: z.preprocess(emptyToNull, z.string().trim().max(100, 'At most 100 characters').nullable().default(null)),
  durationSeconds: z.coerce
    .number()
    .int()
    .min(60, 'At least one minute')
    .max(30 * 86_400, 'At most 30 days'),
  /** Null: as soon as it is approved. */
  startsAt: z.preprocess(emptyToNull, z.coerce.date().nullable().default(null)),
})
export type RequestAccess = z.infer<typeof RequestAccess>

/** The same fields while they are being filled in. */
export const PreviewRequest = RequestAccess.extend({ purpose: z.string().max(500) })

export const ApproveRequest = z.object({
  id: AccessRequestId,
  /** Never longer than asked; absent: as asked. */
  grantedSeconds: z.preprocess(emptyToNull, z.coerce.number().int().min(60, 'At least one minute').nullable().default(null)),
  comment: z.string().trim().max(500, 'At most 500 characters').default(''),
})
export type ApproveRequest = z.infer<typeof ApproveRequest>

export const DenyRequest = z.object({ id: AccessRequestId, comment: z.string().trim().min(10, 'Tell the requester why, in at least 10 characters').max(500) })

export const AccessRequestById = z.object({ id: AccessRequestId })

export const REQUEST_STATES = ['pending', 'approved', 'denied', 'cancelled', 'expired'] as const
export const RequestFilter = z.object({
  view: z.enum(['queue', 'mine', 'all']).catch('mine'),
  cursor: z.string().max(500).optional().catch(undefined),
})
export type RequestFilter = z.infer<typeof RequestFilter>
