import type { Pool } from '#lib/db/pool.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import type { CappedCount } from '../rules.ts'

/** How many identities (alias `i`) meet a condition, counted up to `cap`. */
export async function countMatching(pool: Pool, condition: Prisma.Sql, cap: number): Promise<CappedCount> {
  const { rows } = await pool.query<{ count: number }>(
    Prisma.sql`SELECT count(*)::int AS count FROM (SELECT 1 FROM identity i WHERE ${condition} LIMIT ${cap + 1}) counted`,
  )
  const count = rows[0]?.count ?? 0
  return { count: Math.min(count, cap), capped: count > cap }
}
