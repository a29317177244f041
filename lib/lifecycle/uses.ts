import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'

const { sql } = Prisma

/** More than these are not counted. */
export const USES_CAP = 1_000

/** Events of an identity since it was disabled: refused ones, and those that got through all the same. */
export type Uses = { refused: number; used: number }

/** Counts both up to a thousand, for expressions `id` (of the identity), `since` (an instant; null: nothing is counted) and `until`. */
export const usesSql = (id: Prisma.Sql, since: Prisma.Sql, until: Prisma.Sql) => sql`
  SELECT (count(*) FILTER (WHERE e.outcome = 'failure'))::int AS refused, (count(*) FILTER (WHERE e.outcome = 'success'))::int AS used
    FROM (SELECT outcome FROM activity_event WHERE identity_id = ${id} AND at > ${since} AND at <= ${until} ORDER BY at DESC LIMIT ${USES_CAP}) e`

/** How often somebody tried to use an identity since it was disabled. */
export async function countUses(tx: Tx, identityId: string, since: Date | null, now: Date): Promise<Uses> {
  const [row] = since ? await tx.$queryRaw<Uses[]>(usesSql(sql`${identityId}`, sql`${since}::timestamptz`, sql`${now}::timestamptz`)) : []
  return row ?? { refused: 0, used: 0 }
}
