import { z } from 'zod'
import { ENVIRONMENTS } from '#lib/core/identity-class.ts'
import { IdentityId, TeamId, UserId } from '#lib/core/ids.ts'

export const Identities = z.preprocess(
  (raw) => [raw].flat(),
  z
    .array(IdentityId)
    .min(1, 'Choose at least one identity')
    .max(500, 'At most 500 identities at once')
    .transform((ids) => [...new Set(ids)]),
)

const emptyToNull = (value: unknown) => (value === '' ? null : value)

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

/** Why somebody does something, for the audit log. */
export const Reason = Target.shape.reason

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
export const SetBackups = Target.extend({
  /** In the order in which they are asked, as a list or separated by commas; none takes all away. */
  backupIds: z.preprocess(
    (raw) => (typeof raw === 'string' ? raw.split(',') : [raw ?? []].flat()).filter((id) => id !== ''),
    z
      .array(UserId)
      .transform((ids) => [...new Set(ids)])
      .refine((ids) => ids.length <= 10, 'At most ten people: make them a team instead'),
  ),
})
export const SetTeam = Target.extend({ teamId: z.preprocess(emptyToNull, TeamId.nullable()) })
export const SetSponsor = Target.extend({ sponsorId: z.preprocess(emptyToNull, UserId.nullable()) })
/** Each gets the owner for whom the most speaks; what speaks for them stands in its audit entry. */
export const AssignSuggested = Target.extend({ reason: Target.shape.reason.default('Assigned as suggested') })
export const TakeBack = Target.pick({ ids: true }).extend({ reason: Target.shape.reason.default('Taken back right after it was made') })
/** Nobody yet: what any new owner would mean. */
export const PreviewAssignment = z.object({ ids: Identities, ownerId: z.preprocess((value) => (value === '' ? null : value), UserId.nullable()).default(null) })
