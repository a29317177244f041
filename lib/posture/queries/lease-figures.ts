import type { Context } from '#lib/command/context.ts'
import type { Actor } from '#lib/core/actor.ts'
import { DAY, shift } from '#lib/core/time.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { LEASE_STATES, type LeaseState, type RevocationState } from '#lib/leases/rules.ts'
import { seesEverything } from '#lib/people/permissions.rules.ts'

const { sql } = Prisma
const REVOCATION_STATES = ['requested', 'executed', 'confirmed', 'unconfirmed', 'impossible'] as const satisfies readonly RevocationState[]

/** Leases (alias `l`) that this actor may see: all, or their own. */
function visibleLeases(actor: Actor): Prisma.Sql {
  if (seesEverything(actor)) return sql`TRUE`
  return actor.kind === 'user' ? sql`l.holder_id = ${actor.userId}` : sql`FALSE`
}

/** Privilege that was lent instead of left standing: leases by state, and how many were granted in the last 30 days. */
export async function leaseFigures({ pool, actor, now }: Context) {
  const { rows } = await pool.query<{ state: LeaseState; count: number; granted: number }>(sql`
    SELECT l.state, count(*)::int AS count, (count(*) FILTER (WHERE l.created_at >= ${shift(now, -30 * DAY)}))::int AS granted FROM lease l WHERE ${visibleLeases(actor)} GROUP BY l.state`)
  const byState = LEASE_STATES.map((state) => ({ state, count: rows.find((row) => row.state === state)?.count ?? 0 }))
  return {
    byState,
    active: byState.find(({ state }) => state === 'active')?.count ?? 0,
    grantedIn30Days: rows.reduce((sum, { granted }) => sum + granted, 0),
  }
}

/** Revocations by state, those that nobody could confirm, and how long confirming took in the last 90 days, in seconds from the wish to the proof; null without any. */
export async function revocationFigures({ pool, actor, now }: Context) {
  const latency = sql`extract(epoch FROM v.confirmed_at - v.requested_at)::float8`
  const { rows } = await pool.query<{ state: RevocationState; count: number; confirmed: number; median: number | null; p95: number | null }>(sql`
    WITH seen AS (
      SELECT v.state, CASE WHEN v.confirmed_at >= ${shift(now, -90 * DAY)} THEN ${latency} END AS seconds FROM revocation v JOIN lease l ON l.id = v.lease_id WHERE ${visibleLeases(actor)}
    )
    SELECT state, count(*)::int AS count, count(seconds)::int AS confirmed,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS median, percentile_cont(0.95) WITHIN GROUP (ORDER BY seconds) AS p95
      FROM seen GROUP BY state`)
  const of = (state: RevocationState) => rows.find((row) => row.state === state)
  const confirmed = of('confirmed')
  return {
    byState: REVOCATION_STATES.map((state) => ({ state, count: of(state)?.count ?? 0 })),
    unconfirmed: of('unconfirmed')?.count ?? 0,
    confirmedIn90Days: confirmed?.confirmed ?? 0,
    medianSeconds: confirmed?.median ?? null,
    p95Seconds: confirmed?.p95 ?? null,
  }
}
