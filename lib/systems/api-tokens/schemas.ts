import { z } from 'zod'
import { ApiTokenId, SystemId } from '#lib/core/ids.ts'
import type { Permission } from '#lib/people/permissions.rules.ts'

/** What a token is made for: to hand in the discoveries of one system, or to tell over SCIM who comes and who leaves. */
export const TOKEN_USES = ['discoveries', 'provisioning'] as const
export type TokenUse = (typeof TOKEN_USES)[number]

/** What a token of each use may do: permissions of the table that have `token` among their holders. */
export const SCOPES_OF: Readonly<Record<TokenUse, readonly Permission[]>> = {
  discoveries: ['systems.import'],
  provisioning: [
    'ownership.readProvisioning',
    'ownership.provisionPerson',
    'ownership.changePerson',
    'ownership.deprovisionPerson',
    'ownership.markLeft',
    'ownership.markReturned',
  ],
}
export const MAX_TOKEN_DAYS = 365

export const CreateApiToken = z
  .object({
    name: z.string().trim().min(3, 'Give it a name of at least 3 characters').max(100, 'At most 100 characters'),
    use: z.enum(TOKEN_USES).default('discoveries'),
    /** The one system that a token for discoveries speaks for; a token for provisioning is of none. */
    systemId: SystemId.nullable().default(null),
    days: z.coerce.number('Enter a number of days').int('Whole days').min(1, 'At least one day').max(MAX_TOKEN_DAYS, `At most ${MAX_TOKEN_DAYS} days`),
  })
  .refine(({ use, systemId }) => use !== 'discoveries' || systemId !== null, { path: ['systemId'], error: 'Choose the system that it speaks for' })
  .refine(({ use, systemId }) => use !== 'provisioning' || systemId === null, { path: ['systemId'], error: 'A token for provisioning is of no system' })
export const RevokeApiToken = z.object({
  id: ApiTokenId,
  reason: z.string().trim().min(10, 'Say in at least 10 characters why').max(500, 'At most 500 characters'),
})
