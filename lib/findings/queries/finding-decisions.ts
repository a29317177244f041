import { Prisma } from '#lib/db/generated/client.ts'
import type { Pool } from '#lib/db/pool.ts'

/** What somebody decided about a finding, from the audit log. */
export type FindingDecision = { id: string; at: Date; who: string; action: string; reason: string | null; until: string | null }

/** The newest twenty decisions about a finding. */
export async function decisionsAbout(pool: Pool, id: string): Promise<FindingDecision[]> {
  const { rows } = await pool.query<FindingDecision>(Prisma.sql`
    SELECT id, at, actor_name AS who, action, reason, after ->> 'until' AS until FROM audit_entry WHERE entity = 'finding' AND entity_id = ${id} ORDER BY at DESC, id DESC LIMIT 20`)
  return rows
}
