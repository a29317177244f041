import type { ZodType } from 'zod'
import type { Actor } from '#lib/core/actor.ts'
import { TenureError } from '#lib/core/errors.ts'
import { may, type Permission, permissions } from '#lib/people/permissions.rules.ts'

/** Throws `unauthenticated` for nobody and `forbidden`, naming who may, for the wrong person. */
export function authorize(actor: Actor | null, permission: Permission): void {
  if (!actor) throw new TenureError('unauthenticated', 'Sign in to go on')
  if (may(actor, permission)) return
  const holders = permissions[permission].filter((holder) => holder !== 'system' && holder !== 'token')
  throw new TenureError('forbidden', holders.length > 0 ? `This needs the role ${holders.join(' or ')}` : 'Only Tenure itself does this')
}

/** The input as its schema knows it. Throws `invalid` with a message for each field that is wrong. */
export function validate<Input>(schema: ZodType<Input>, raw: unknown): Input {
  const parsed = schema.safeParse(raw)
  if (parsed.success) return parsed.data
  const fields: Record<string, string> = {}
  for (const issue of parsed.error.issues) fields[issue.path.join('.')] ??= issue.message
  const summary = Object.entries(fields)
    .map(([name, message]) => (name ? `${name}: ${message}` : message))
    .join('; ')
  throw new TenureError('invalid', summary, { fields })
}
