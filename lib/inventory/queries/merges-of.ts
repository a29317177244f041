import type { Context } from '#lib/command/context.ts'
import { Prisma } from '#lib/db/generated/client.ts'

const { sql } = Prisma

/** A merge that stands: with which identity, by which key (null: a person said so), and why. `stays`: the other one was merged into this one. */
export type MergeRow = { id: string; key: string | null; reason: string; madeAt: Date; stays: boolean; otherId: string; otherName: string; systemName: string }

/** The merges of an identity with other sources' views of it, the newest first, at most 50. The caller has checked that the identity may be seen. */
export async function mergesOf({ pool }: Context, id: string): Promise<MergeRow[]> {
  const { rows } = await pool.query<MergeRow>(sql`
    SELECT m.id, m.key, m.reason, m.made_at AS "madeAt", m.into_id = ${id} AS stays, o.id AS "otherId", o.name AS "otherName", s.name AS "systemName"
      FROM (SELECT * FROM identity_merge WHERE into_id = ${id} UNION ALL SELECT * FROM identity_merge WHERE identity_id = ${id}) m
      JOIN identity o ON o.id = CASE WHEN m.into_id = ${id} THEN m.identity_id ELSE m.into_id END JOIN system s ON s.id = o.system_id
     WHERE m.undone_at IS NULL ORDER BY m.made_at DESC, m.id LIMIT 50`)
  return rows
}
