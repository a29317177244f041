import { z } from 'zod'
import { CREDENTIAL_KINDS, IDENTITY_CLASSES, type CredentialKind, type IdentityClass } from '#lib/core/identity-class.ts'
import { meansNever, parseInstant } from '../instant.ts'

// The columns of docs/guides/import-csv.md. A cell is text; an empty one says nothing.

const text = (max: number) => z.string().trim().max(max)
const filled = (max: number) => text(max).min(1)

/** true or false as spreadsheets and people write them; null for an empty cell. */
const Flag = text(16).transform((value, context): boolean | null => {
  if (value === '') return null
  if (/^(true|yes|y|1|wahr|ja)$/i.test(value)) return true
  if (/^(false|no|n|0|falsch|nein)$/i.test(value)) return false
  context.addIssue({ code: 'custom', message: 'must be true or false' })
  return z.NEVER
})

/** A day (its beginning in UTC) or an instant with a zone; `never` where the column may say so; null for an empty cell. */
const Moment = text(64).transform((value, context): Date | 'never' | null => {
  if (value === '') return null
  if (/^never$/i.test(value)) return 'never'
  const instant = parseInstant(/^\d{4}-\d\d-\d\d$/.test(value) ? `${value}T00:00:00Z` : value)
  if (instant) return meansNever(instant) ? 'never' : instant
  context.addIssue({ code: 'custom', message: 'must be a day such as 2026-11-22, an instant such as 2026-11-22T05:14:53Z, or never' })
  return z.NEVER
})

/** One of a closed list of words, however it is spelled: `CI runner`, `ci-runner` and `ci_runner` are one. Null for an empty cell. */
const oneOf = <T extends string>(words: readonly T[]) =>
  text(64).transform((value, context): T | null => {
    if (value === '') return null
    const spelled = value.toLowerCase().replaceAll(/[\s-]+/g, '_')
    const found = words.find((word) => word === spelled)
    if (found) return found
    context.addIssue({ code: 'custom', message: `must be one of ${words.join(', ')}` })
    return z.NEVER
  })

const identity = {
  external_id: filled(500),
  name: text(1_000).default(''),
  class: oneOf<IdentityClass>(IDENTITY_CLASSES).prefault(''),
  enabled: Flag.prefault(''),
  created_at: Moment.prefault(''),
  last_used_at: Moment.prefault(''),
  expires_at: Moment.prefault(''),
  privileged: Flag.prefault(''),
  privileged_reason: text(1_000).default(''),
  owner_email: text(320).default(''),
  purpose: text(2_000).default(''),
  environment: text(64).default(''),
  description: text(1_000).default(''),
}
const credential = {
  credential_kind: oneOf<CredentialKind>(CREDENTIAL_KINDS).prefault(''),
  credential_id: text(500).default(''),
  credential_created_at: Moment.prefault(''),
  credential_rotated_at: Moment.prefault(''),
  credential_last_used_at: Moment.prefault(''),
  credential_expires_at: Moment.prefault(''),
}
const entitlement = { resource: text(2_000).default(''), action: text(250).default('') }

/** One row of the file. Columns whose names begin with `x_` are kept as attributes, and are not here. */
export const CsvEntry = z.object({ ...identity, ...credential, ...entitlement })
export type CsvEntry = z.infer<typeof CsvEntry>

export const IDENTITY_COLUMNS = Object.keys(identity)
export const CREDENTIAL_COLUMNS = Object.keys(credential)
export const ENTITLEMENT_COLUMNS = Object.keys(entitlement)
export const COLUMNS: readonly string[] = [...IDENTITY_COLUMNS, ...CREDENTIAL_COLUMNS, ...ENTITLEMENT_COLUMNS]
/** What every file must have. */
export const NEEDED_COLUMNS = ['external_id', 'name', 'class']

/** The column that a heading names: case and blanks around it do not matter. */
export function columnOf(heading: string): string {
  return heading.trim().toLowerCase()
}
