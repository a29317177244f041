import { z } from 'zod'
import { ENVIRONMENTS, IDENTITY_CLASSES } from '#lib/core/identity-class.ts'
import { SystemId, TeamId, UserId } from '#lib/core/ids.ts'

/** What the inventory can be sorted by. */
export const IDENTITY_SORTS = ['name', 'class', 'system', 'owner', 'expiresAt', 'lastUsedAt', 'firstSeenAt'] as const
export type IdentitySort = (typeof IDENTITY_SORTS)[number]

/** What an identity must have to be governed. */
export const STEWARDSHIP = ['owner', 'purpose', 'environment', 'expiry'] as const
export type Stewardship = (typeof STEWARDSHIP)[number]

/** Where an identity stands between the wish for it and its end. */
export const LIFECYCLES = ['planned', 'active', 'quarantined', 'offboarding', 'offboarded'] as const
export type Lifecycle = (typeof LIFECYCLES)[number]

/** Columns of the inventory by the name that stands in the URL, in the order of the screen and of the CSV. */
export const IDENTITY_COLUMNS = {
  name: 'Name',
  class: 'Class',
  system: 'System',
  environment: 'Environment',
  owner: 'Owner',
  team: 'Team',
  purpose: 'Purpose',
  expiresAt: 'Expires',
  lastUsedAt: 'Last used',
  privileged: 'Privileged',
  governed: 'Governed',
  enabled: 'Enabled',
  credentials: 'Credentials',
  entitlements: 'Entitlements',
  firstSeenAt: 'First seen',
  vanishedAt: 'Vanished',
  externalId: 'Key at the source',
  id: 'Id',
} as const
export type IdentityColumn = keyof typeof IDENTITY_COLUMNS
export const COLUMN_IDS = Object.keys(IDENTITY_COLUMNS) as IdentityColumn[]
export const DEFAULT_COLUMNS: readonly IdentityColumn[] = ['name', 'class', 'system', 'environment', 'owner', 'expiresAt', 'lastUsedAt', 'privileged']

/** The values of a repeatable parameter that are known, each once; everything else is left out. */
const someOf = <Value extends string>(known: readonly Value[], separator?: string) =>
  z.preprocess((raw) => {
    const given = [raw].flat().flatMap((value) => (typeof value === 'string' && separator ? value.split(separator) : [value]))
    return known.filter((value) => given.includes(value))
  }, z.array(z.custom<Value>()))

/** The first of a parameter that was given more than once. */
const first = <Schema extends z.ZodType>(schema: Schema) => z.preprocess((raw) => (Array.isArray(raw) ? raw[0] : raw), schema)
const oneOf = <const Values extends readonly string[]>(values: Values) => first(z.enum(values).optional().catch(undefined))

// PostgreSQL cannot store NUL, so nothing holds it.
const text = (max: number) => z.string().transform((value) => value.replaceAll('\u0000', '').slice(0, max))

/** The inventory's filter, sort and page: what stands in its URL. Whatever is not understood falls back, so that no URL breaks. */
export const IdentityFilter = z.object({
  /** Words that must all occur in name, key at the source or purpose. */
  q: first(
    text(200)
      .transform((value) => value.trim().replaceAll(/\s+/g, ' '))
      .catch(''),
  ),
  class: someOf(IDENTITY_CLASSES),
  system: first(SystemId.optional().catch(undefined)),
  owner: first(
    z
      .union([z.enum(['nobody', 'me']), UserId])
      .optional()
      .catch(undefined),
  ),
  /** Its own team, or where it has none its system's. */
  team: first(TeamId.optional().catch(undefined)),
  sponsor: first(
    z
      .union([z.literal('me'), UserId])
      .optional()
      .catch(undefined),
  ),
  environment: someOf(ENVIRONMENTS),
  governed: oneOf(['yes', 'no']),
  missing: oneOf(STEWARDSHIP),
  has: oneOf(STEWARDSHIP),
  /** Past, within the next 30 days, or not set. */
  expiry: oneOf(['expired', '30d', 'none']),
  /** Within 30 days; not seen in 90 days of logs; or the source does not say. */
  lastUsed: oneOf(['30d', 'not-90d', 'unknown']),
  privileged: oneOf(['yes', 'no']),
  lifecycle: oneOf(LIFECYCLES),
  state: first(z.enum(['present', 'vanished', 'all']).catch('present')),
  sort: first(z.enum(IDENTITY_SORTS).catch('name')),
  dir: first(z.enum(['asc', 'desc']).catch('asc')),
  cursor: first(text(20_000).optional().catch(undefined)),
  /** Chosen columns, comma-separated in the URL; none: the usual ones. */
  cols: someOf(COLUMN_IDS, ','),
})
export type IdentityFilter = z.infer<typeof IdentityFilter>

/** Any text is an id here, so that a wrong one is not found like one that does not exist. */
export const IdentityById = z.object({ id: z.string() })

export const SearchEverything = z.object({ q: text(200).transform((value) => value.trim()) })
