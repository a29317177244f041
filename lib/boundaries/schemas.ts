import { z } from 'zod'
import { ENVIRONMENTS, IDENTITY_CLASSES } from '#lib/core/identity-class.ts'
import { SystemId } from '#lib/core/ids.ts'
import { METHODS } from './rules.ts'

/** A list that a form sends as one value, several, or none. */
const list = <Item extends z.ZodType>(item: Item, max: number) =>
  z.preprocess((raw) => [raw ?? []].flat().filter((value) => value !== ''), z.array(item).max(max))
const optionalText = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `At most ${max} characters`)
    .nullish()
    .transform((text) => text || null)
const optionalNumber = (min: number, max: number, message: string) =>
  z.preprocess(
    (raw) => (raw === '' || raw === undefined || raw === null ? null : raw),
    z.coerce.number(message).int(message).min(min, message).max(max, message).nullable(),
  )

const Reason = z.string().trim().min(10, 'Say in at least 10 characters why').max(500, 'At most 500 characters')

/** A cell of the matrix. */
export const Cell = z.object({ class: z.enum(IDENTITY_CLASSES, 'Choose a class'), environment: z.enum(ENVIRONMENTS, 'Choose an environment') })
export type Cell = z.infer<typeof Cell>

export const SetBoundary = Cell.extend({
  methods: list(z.enum(METHODS, 'This is no authentication method'), METHODS.length).transform((methods) =>
    METHODS.filter((method) => methods.includes(method)),
  ),
  maxTtlSeconds: optionalNumber(60, 31_536_000, 'Between one minute and one year, in seconds'),
  rotationDays: optionalNumber(1, 3_650, 'Between 1 and 3,650 days'),
  policySet: optionalText(200),
  telemetry: list(z.object({ systemId: SystemId, maxAgeHours: z.coerce.number().int().min(1, 'At least one hour').max(8_760, 'At most a year') }), 20),
  revocationPath: optionalText(1_000),
  revocationSystemIds: list(SystemId, 20).transform((ids) => [...new Set(ids)]),
  /** The `revision` that the form was loaded with; without one, what is there now is replaced. */
  revision: z.string().nullish(),
  reason: Reason,
})
export type SetBoundary = z.infer<typeof SetBoundary>

export const ClearBoundary = Cell.extend({ reason: Reason })

export const RecordRevocationDrill = Cell.extend({
  /** What was done, on what, and what showed that it worked. */
  proof: z.string().trim().min(20, 'Say in at least 20 characters what was revoked and what showed that it was').max(2_000, 'At most 2,000 characters'),
  provenAt: z.coerce.date('Choose when it was'),
})
