import { z } from 'zod'

export const PublishPolicy = z.object({
  text: z.string().min(1, 'Write at least one policy').max(200_000),
  note: z.string().trim().min(10, 'Say in at least 10 characters what changes and why').max(500),
  /** The version that the editor started from: publishing over somebody else's newer version is a conflict. */
  basedOn: z.coerce.number().int().min(0),
})
export type PublishPolicy = z.infer<typeof PublishPolicy>
