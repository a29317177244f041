import { z } from 'zod'
import { IDENTITY_CLASSES } from '#lib/core/identity-class.ts'
import { IdentityId, IdentityMergeId } from '#lib/core/ids.ts'

const reason = z.string().trim().min(10, 'Say in at least 10 characters why').max(500, 'At most 500 characters')
const ids = z.preprocess(
  (raw) => [raw].flat(),
  z
    .array(IdentityId)
    .min(1, 'Choose at least one identity')
    .max(500, 'At most 500 identities at once')
    .transform((all) => [...new Set(all)].toSorted()),
)
const yesOrNo = z.union([z.boolean(), z.enum(['yes', 'no'], 'Choose yes or no').transform((value) => value === 'yes')])

export const CorrectClass = z.object({ ids, class: z.enum(IDENTITY_CLASSES, 'Choose a class'), reason })
export const CorrectPrivilege = z.object({ ids, privileged: yesOrNo, reason })
export const WithdrawCorrection = z.object({ ids, of: z.enum(['class', 'privilege'], 'Choose what to take from the source again'), reason })
export const UnifyIdentities = z
  .object({ id: IdentityId, intoId: IdentityId, reason })
  .refine(({ id, intoId }) => id !== intoId, { path: ['intoId'], message: 'Choose another identity' })
export const SeparateIdentities = z.object({ id: IdentityMergeId, reason })
