import { z } from 'zod'

/** The window that an identity's activity is shown for. */
export const WINDOW_DAYS = 90

export const ActivityFilter = z.object({
  /** Any text is an id here, so that a wrong one is not found like one that does not exist. */
  identityId: z.string(),
  cursor: z.string().max(2_000).optional().catch(undefined),
})
export type ActivityFilter = z.infer<typeof ActivityFilter>
