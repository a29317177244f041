import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { WAITING } from './waiting.ts'

const { sql } = Prisma

export type ItemState = 'accepted' | 'declined' | 'reassigned' | 'returned' | 'quarantined' | 'moot'
type Settlement = { identityIds: readonly string[]; state: ItemState; by: string; now: Date }

/**
 * Ends what successions ask about these identities. A succession in which nothing waits any more is closed. Answers the identities whose item ended.
 */
export async function settleItems(tx: Tx, { identityIds, state, by, now }: Settlement): Promise<string[]> {
  if (identityIds.length === 0) return []
  const settled = await tx.$queryRaw<{ identityId: string; successionId: string }[]>(sql`
    UPDATE succession_item SET state = ${state}, answered_by = ${by}, answered_at = ${now} WHERE identity_id = ANY(${[...identityIds]}::text[]) AND state IN ${WAITING}
    RETURNING identity_id AS "identityId", succession_id AS "successionId"`)
  await closeSettled(tx, [...new Set(settled.map(({ successionId }) => successionId))], now)
  return settled.map(({ identityId }) => identityId)
}

/** Closes those of these successions in which nothing waits any more. */
export async function closeSettled(tx: Tx, successionIds: readonly string[], now: Date): Promise<void> {
  if (successionIds.length === 0) return
  // Of two people who answer the last two items at once, the second waits here and sees the first one's answer.
  await tx.$queryRaw(sql`SELECT id FROM succession WHERE id = ANY(${[...successionIds]}::text[]) ORDER BY id FOR UPDATE`)
  await tx.$executeRaw(sql`
    UPDATE succession s SET closed_at = ${now} WHERE s.id = ANY(${[...successionIds]}::text[]) AND s.closed_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM succession_item i WHERE i.succession_id = s.id AND i.state IN ${WAITING})`)
}
