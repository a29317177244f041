import { z } from 'zod'
import { EvidencePackId } from '#lib/core/ids.ts'

export const BuildPack = z
  .object({
    from: z.coerce.date({ error: 'Choose the day it begins' }),
    /** The instant at which the period ends, itself left out. */
    to: z.coerce.date({ error: 'Choose the day it ends' }),
    note: z.preprocess(
      (value) => (typeof value === 'string' && value.trim() === '' ? null : value),
      z.string().trim().max(500, 'At most 500 characters').nullable().default(null),
    ),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], error: 'The period ends before it begins' })
export type BuildPack = z.infer<typeof BuildPack>

export const PackById = z.object({ id: EvidencePackId })
