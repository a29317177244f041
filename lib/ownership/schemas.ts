import { z } from 'zod'
import { ENVIRONMENTS } from '#lib/core/identity-class.ts'
import { IdentityId, UserId } from '#lib/core/ids.ts'

const Identities = z.preprocess(
  (raw) => [raw].flat(),
  z
    .array(IdentityId)
    .min(1, 'Choose at least one identity')
    .max(500, 'At most 500 identities at once')
    .transform((ids) => [...new Set(ids)]),
)

/** Which identities a change is for, and why. */
export const Target = z.object({
  /** One id, or up to 500. */
  ids: Identities,
  /** The `revision` of the one identity that a form was loaded with, or of each, by id. Without one, what is there now is changed. */
  revision: z.string().optional(),
  revisions: z.record(z.string(), z.string()).default({}),
  reason: z.string().trim().min(10, 'Say in at least 10 characters why').max(500, 'At most 500 characters'),
})
export type Target = z.infer<typeof Target>

const values = {
  ownerId: UserId,
  purpose: z.string().trim().min(10, 'Say in at least 10 characters what it is for').max(500, 'At most 500 characters'),
  environment: z.enum(ENVIRONMENTS, 'Choose an environment'),
  /** A day (then its first instant in UTC) or an instant. */
  expiresAt: z.coerce.date('Choose a day'),
}

export const AssignOwner = Target.extend({ ownerId: values.ownerId })
export const DeclarePurpose = Target.extend({ purpose: values.purpose })
export const SetEnvironment = Target.extend({ environment: values.environment })
export const SetExpiry = Target.extend({ expiresAt: values.expiresAt })
export const GovernIdentity = Target.extend(values)
export const TakeBack = Target.pick({ ids: true }).extend({ reason: Target.shape.reason.default('Taken back right after it was made') })
