import { z } from 'zod'
import { IDENTITY_CLASSES } from '#lib/core/identity-class.ts'
import { IdentityRequestId, SystemId } from '#lib/core/ids.ts'
import { GovernIdentity } from '../schemas.ts'

const words = (least: number, most: number, what: string) =>
  z
    .string()
    .transform((text) => text.replaceAll('\u0000', '').trim())
    .pipe(z.string().min(least, what).max(most, `At most ${most} characters`))

const { ownerId, purpose, environment, expiresAt } = GovernIdentity.shape

/** The wish for an identity that does not exist yet: everything that makes it governed stands before it does. */
export const RequestIdentity = z
  .object({
    systemId: SystemId,
    name: words(2, 200, 'Say in at least two characters what it will be called'),
    /** What its key at the source will be; its name where nobody says. */
    externalId: words(0, 500, '').default(''),
    class: z.enum(IDENTITY_CLASSES, 'Choose what kind of identity it is'),
    ownerId,
    purpose,
    environment,
    expiresAt,
    justification: words(10, 1_000, 'Say in at least 10 characters why it is needed'),
  })
  .transform((wish) => ({ ...wish, externalId: wish.externalId || wish.name }))
export type RequestIdentity = z.infer<typeof RequestIdentity>

export const IdentityRequestById = z.object({ id: IdentityRequestId })
export const ApproveIdentityRequest = IdentityRequestById.extend({ comment: words(0, 500, '').default('') })
export const DenyIdentityRequest = IdentityRequestById.extend({ comment: words(10, 500, 'Tell the requester why, in at least 10 characters') })

export const IDENTITY_REQUEST_VIEWS = ['queue', 'mine', 'all'] as const
export const IdentityRequestFilter = z.object({
  view: z.enum(IDENTITY_REQUEST_VIEWS).catch('mine'),
  cursor: z.string().max(500).optional().catch(undefined),
})
export type IdentityRequestFilter = z.infer<typeof IdentityRequestFilter>
