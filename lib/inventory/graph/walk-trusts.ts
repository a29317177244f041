import type { Pool } from '#lib/db/pool.ts'
import { Prisma } from '#lib/db/generated/client.ts'

const { sql } = Prisma

/** `reaches`: what the identities may act as, step by step. `reachedBy`: who may act as them. */
export type Way = 'reaches' | 'reachedBy'

/** One identity on the way, with the trust by which it was met first, which is on a shortest path. `from` is the identity one step nearer. */
export type Step = { id: string; from: string; depth: number; kind: string; condition: string | null }

/** Who acts as whom, whichever side the source showed. */
const TRUSTS = sql`
  SELECT id, principal_id AS actor_id, identity_id AS acted_id, kind, condition FROM trust WHERE vanished_at IS NULL AND NOT acts_as
  UNION ALL SELECT id, identity_id, principal_id, kind, condition FROM trust WHERE vanished_at IS NULL AND acts_as`

/** Further than this nobody follows a chain by eye, and clouds limit chaining as well. */
export const MAX_DEPTH = 4
const MAX_NODES = 2_000

/**
 * The identities that are connected with these by trusts, nearest first, each once; at most 2,000 over 4 steps. Breadth first: one statement a step,
 * so that a dense net costs its nodes and not its paths. `cut` says that there are more. `believed` is the condition on a step from identity `h` to identity `i`.
 */
export async function walkTrusts(pool: Pool, start: readonly string[], way: Way, believed: Prisma.Sql): Promise<{ steps: Step[]; cut: boolean }> {
  const [here, next] = way === 'reaches' ? [sql`t.actor_id`, sql`t.acted_id`] : [sql`t.acted_id`, sql`t.actor_id`]
  const seen = new Set(start)
  const steps: Step[] = []
  let edge = [...start]
  for (let depth = 1; depth <= MAX_DEPTH && edge.length > 0; depth += 1) {
    const room = MAX_NODES - steps.length
    const { rows } = await pool.query<Omit<Step, 'depth'>>(sql`
      SELECT DISTINCT ON (${next}) ${next} AS id, ${here} AS "from", t.kind, t.condition
        FROM (${TRUSTS}) t JOIN identity i ON i.id = ${next} JOIN identity h ON h.id = ${here}
       WHERE ${here} = ANY(${edge}::text[]) AND ${next} <> ALL(${[...seen]}::text[]) AND i.vanished_at IS NULL AND (${believed})
       ORDER BY ${next}, t.condition IS NOT NULL, t.id LIMIT ${room + 1}`)
    const taken = rows.slice(0, room).map((row) => ({ ...row, depth }))
    steps.push(...taken)
    if (rows.length > room) return { steps, cut: true }
    for (const { id } of taken) seen.add(id)
    edge = taken.map(({ id }) => id)
  }
  return { steps, cut: false }
}
