import { z } from 'zod'
import { IDENTITY_CLASSES } from '#lib/core/identity-class.ts'
import { FindingId, IdentityId, SystemId, UserId } from '#lib/core/ids.ts'
import { FINDING_STATES, RULE_NAMES, SEVERITIES } from './rules.ts'

/** Exactly one of: everything, what one system shows, some identities, the cells of the boundary matrix. */
export const DeriveFindings = z.union([
  z.strictObject({ all: z.literal(true) }),
  z.strictObject({ boundaries: z.literal(true) }),
  z.strictObject({ systemId: SystemId }),
  z.strictObject({ identityIds: z.array(IdentityId).min(1).max(5_000) }),
])

const Target = z.object({
  /** One id, or up to 500. */
  ids: z.preprocess(
    (raw) => [raw].flat(),
    z
      .array(FindingId)
      .min(1, 'Choose at least one finding')
      .max(500, 'At most 500 findings at once')
      .transform((ids) => [...new Set(ids)]),
  ),
  reason: z.string().trim().min(10, 'Say in at least 10 characters why').max(500, 'At most 500 characters'),
})
const until = z.coerce.date('Choose a day')

export const AcceptFinding = Target.extend({ until })
export const SnoozeFinding = Target.extend({ until })
export const ReopenFinding = Target

const first = <Schema extends z.ZodType>(schema: Schema) => z.preprocess((raw) => (Array.isArray(raw) ? raw[0] : raw), schema)
/** The values of a repeatable parameter that are known, each once; everything else is left out. */
const someOf = <Value extends string>(known: readonly Value[]) =>
  z.preprocess((raw) => known.filter((value) => [raw].flat().includes(value)), z.array(z.custom<Value>()))

/** The filter and page of the list of findings: what stands in its URL. Whatever is not understood falls back, so that no URL breaks. */
export const FindingFilter = z.object({
  rule: someOf(RULE_NAMES),
  severity: someOf(SEVERITIES),
  state: first(z.enum(FINDING_STATES).catch('open')),
  system: first(SystemId.optional().catch(undefined)),
  owner: first(
    z
      .union([z.enum(['nobody', 'me']), UserId])
      .optional()
      .catch(undefined),
  ),
  class: someOf(IDENTITY_CLASSES),
  cursor: first(z.string().max(2_000).optional().catch(undefined)),
})
export type FindingFilter = z.infer<typeof FindingFilter>

/** Any text is an id here, so that a wrong one is not found like one that does not exist. */
export const FindingById = z.object({ id: z.string() })
export const FindingsOfIdentity = z.object({ identityId: z.string() })
