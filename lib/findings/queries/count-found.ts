import { Prisma } from '#lib/db/generated/client.ts'
import type { Pool } from '#lib/db/pool.ts'
import type { CappedCount } from '#lib/inventory/rules.ts'
import type { FindingSource } from './finding-source.ts'

const { sql } = Prisma

/** How many findings of a source meet each condition, each counted up to `cap`, in one statement. */
export async function countFound(pool: Pool, { ctes, table, where }: FindingSource, conditions: readonly Prisma.Sql[], cap: number): Promise<CappedCount[]> {
  // In the order of the indexes by score, so that they answer; a scan of the table would stop only when it has met enough.
  const order = ctes === Prisma.empty ? sql`ORDER BY f.score DESC, f.id` : Prisma.empty
  const counts = conditions.map(
    (condition) => sql`(SELECT count(*)::int FROM (SELECT 1 FROM ${table} f WHERE ${where} AND ${condition} ${order} LIMIT ${cap + 1}) counted)`,
  )
  const { rows } = await pool.query<{ counts: number[] }>(sql`${ctes} SELECT ARRAY[${Prisma.join(counts)}] AS counts`)
  return (rows[0]?.counts ?? []).map((count) => ({ count: Math.min(count, cap), capped: count > cap }))
}
