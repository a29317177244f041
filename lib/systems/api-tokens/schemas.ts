import { z } from 'zod'
import { ApiTokenId, SystemId } from '#lib/core/ids.ts'

/** What a token may be made for: permissions of the table that have `token` among their holders. */
export const TOKEN_SCOPES = ['systems.import'] as const
export const MAX_TOKEN_DAYS = 365

export const CreateApiToken = z.object({
  name: z.string().trim().min(3, 'Give it a name of at least 3 characters').max(100, 'At most 100 characters'),
  systemId: SystemId,
  days: z.coerce.number('Enter a number of days').int().min(1, 'At least one day').max(MAX_TOKEN_DAYS, `At most ${MAX_TOKEN_DAYS} days`),
})
export const RevokeApiToken = z.object({
  id: ApiTokenId,
  reason: z.string().trim().min(10, 'Say in at least 10 characters why').max(500, 'At most 500 characters'),
})
