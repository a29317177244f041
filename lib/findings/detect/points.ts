import { Prisma } from '#lib/db/generated/client.ts'

const { sql } = Prisma

/** A line of a rule's arithmetic: what counts, for how many points, and when (always, if not said). */
export type Point = { what: string; points: number; when?: Prisma.Sql }

/** The score (an integer) and its arithmetic (a jsonb list of `{ what, points }`) from one list, so that they always agree. */
export function pointsOf(lines: readonly Point[]): { score: Prisma.Sql; arithmetic: Prisma.Sql } {
  const scores = lines.map(({ points, when }) => (when ? sql`CASE WHEN ${when} THEN ${points}::int ELSE 0 END` : sql`${points}::int`))
  const items = lines.map(({ what, points, when }) => {
    const item = sql`${JSON.stringify([{ what, points }])}::jsonb`
    return when ? sql`CASE WHEN ${when} THEN ${item} ELSE '[]'::jsonb END` : item
  })
  return { score: Prisma.join(scores, ' + '), arithmetic: Prisma.join(items, ' || ') }
}
