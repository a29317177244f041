import { Prisma } from '#lib/db/generated/client.ts'
import type { Pool } from '#lib/db/pool.ts'

/** A change of a boundary as the audit log keeps it. `fields` are the names of what changed. */
export type BoundaryChange = { id: string; at: Date; who: string; action: string; reason: string | null; fields: string[] }

/** The newest fifty changes of a boundary. */
export async function boundaryHistory(pool: Pool, id: string): Promise<BoundaryChange[]> {
  const { rows } = await pool.query<Omit<BoundaryChange, 'fields'> & { after: Record<string, unknown> | null }>(Prisma.sql`
    SELECT id, at, actor_name AS who, action, reason, after FROM audit_entry WHERE entity = 'boundary' AND entity_id = ${id} ORDER BY at DESC, id DESC LIMIT 50`)
  return rows.map(({ after, ...row }) => ({ ...row, fields: Object.keys(after ?? {}).filter((name) => name !== 'updatedAt' && name !== 'id') }))
}
