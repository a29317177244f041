import type { Context } from '#lib/command/context.ts'
import { DAY, SECOND, shift } from '#lib/core/time.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { visibleIdentities } from '#lib/inventory/queries/visible-identities.ts'
import { shareOf } from '../rules.ts'

const { sql } = Prisma
const WEEKS = 13
const WEEK = 7 * DAY

/** The register as it was at an instant. */
export type TrendPoint = { at: Date; total: number; governed: number; share: number | null }

/**
 * How many identities there were, and how many were governed, at the end of each of the last thirteen weeks: fourteen instants, the last one now.
 * Each version of a row is read once: it counts from the first instant at or after its beginning, and no more from the first at or after its end.
 */
export async function governedTrend({ pool, actor, now }: Context): Promise<TrendPoint[]> {
  const start = shift(now, -WEEKS * WEEK)
  const firstPoint = (instant: Prisma.Sql) => sql`greatest(0, ceil(extract(epoch FROM ${instant} - ${start}::timestamptz) / ${WEEK / SECOND}))::int`
  const { rows } = await pool.query<{ week: number; total: number; governed: number }>(sql`
    WITH versions AS (
      SELECT i.valid_from, NULL::timestamptz AS valid_to, i.governed FROM identity i WHERE i.valid_from <= ${now} AND i.vanished_at IS NULL AND i.merged_into_id IS NULL AND ${visibleIdentities(actor)}
      UNION ALL
      SELECT h.valid_from, h.valid_to, i.governed
        FROM identity_history h
        CROSS JOIN LATERAL (
          SELECT h.row->>'owner_id' AS owner_id, h.row->>'sponsor_id' AS sponsor_id, h.row->>'team_id' AS team_id, h.row->>'system_id' AS system_id,
                 ARRAY(SELECT jsonb_array_elements_text(h.row->'backup_ids')) AS backup_ids, h.row->>'vanished_at' AS vanished_at, h.row->>'merged_into_id' AS merged_into_id, (h.row->>'governed')::boolean AS governed) i
       WHERE h.valid_to > ${start} AND h.valid_from <= ${now} AND i.vanished_at IS NULL AND i.merged_into_id IS NULL AND ${visibleIdentities(actor)}
    ), steps AS (
      SELECT ${firstPoint(sql`valid_from`)} AS week, 1 AS step, governed FROM versions
      UNION ALL SELECT ${firstPoint(sql`valid_to`)}, -1, governed FROM versions WHERE valid_to <= ${now}
    ), sums AS (
      SELECT week, sum(step) AS total, sum(step) FILTER (WHERE governed) AS governed FROM steps GROUP BY week
    )
    SELECT week, (sum(coalesce(sums.total, 0)) OVER (ORDER BY week))::int AS total, (sum(coalesce(sums.governed, 0)) OVER (ORDER BY week))::int AS governed
      FROM generate_series(0, ${WEEKS}::int) week LEFT JOIN sums USING (week) ORDER BY week`)
  return rows.map(({ week, total, governed }) => ({ at: shift(start, week * WEEK), total, governed, share: shareOf(governed, total) }))
}
