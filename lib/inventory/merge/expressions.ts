import { Prisma } from '#lib/db/generated/client.ts'

const { sql, join } = Prisma

/** Two instants for one thing: what the source says now, or what is known where it says nothing. One export writes milliseconds and another only seconds: of the same second the finer stays. */
export function finer(said: Prisma.Sql, known: Prisma.Sql): Prisma.Sql {
  return sql`CASE WHEN date_trunc('second', ${said}) = date_trunc('second', ${known}) THEN greatest(${said}, ${known}) ELSE coalesce(${said}, ${known}) END`
}

/** Joins `u(at, known)`: the latest of several last uses, each a row `(at, known)`. It only moves forward, and how it is known goes with the date that wins; of equal dates the surer one. */
export function latestUse(...uses: Prisma.Sql[]): Prisma.Sql {
  return sql`CROSS JOIN LATERAL (
    SELECT v.at, v.known FROM (VALUES ${join(uses)}) v(at, known) WHERE v.known IS NOT NULL
     ORDER BY v.at DESC NULLS LAST, array_position(ARRAY['exact', 'logs', 'unknown'], v.known) LIMIT 1) u`
}
