import type { Context } from '#lib/command/context.ts'
import { decodeCursor, encodeCursor, type Page } from '#lib/core/page.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { visibleIdentities } from '#lib/inventory/queries/visible-identities.ts'
import { seesEverything } from '#lib/people/permissions.rules.ts'
import type { OffboardingFilter } from '../schemas.ts'
import { type OffboardingRow, PARTIES, ROW, withUses } from './offboarding-row.ts'

const { sql } = Prisma
const PAGE = 50

/** What has a problem comes first, then what is open, then what ended. */
const RANK = sql`(CASE WHEN o.ended_at IS NOT NULL THEN 2 WHEN o.problem IS NOT NULL THEN 0 ELSE 1 END)`

/** A page of offboardings: problems on top, then the open ones, then those that ended; each the newest first. */
export async function listRows({ pool, actor, now }: Context, { view, cursor }: OffboardingFilter): Promise<Page<OffboardingRow>> {
  const me = actor.kind === 'user' ? actor.userId : ''
  const scope = {
    open: sql`o.ended_at IS NULL`,
    problems: sql`o.ended_at IS NULL AND o.problem IS NOT NULL`,
    mine: sql`o.ended_at IS NULL AND EXISTS (SELECT FROM identity i WHERE i.id = o.identity_id AND i.owner_id = ${me})`,
    ended: sql`o.ended_at IS NOT NULL`,
    all: sql`TRUE`,
  }[view]
  // Whoever sees everything needs no identity to know which rows these are: they are picked first, and only they are looked up
  const visible = seesEverything(actor) ? sql`TRUE` : sql`EXISTS (SELECT FROM identity i WHERE i.id = o.identity_id AND ${visibleIdentities(actor)})`
  const picked = sql`SELECT o.* FROM offboarding o WHERE ${visible} AND ${scope} ${beyond(cursor)} ORDER BY ${RANK}, o.requested_at DESC, o.id DESC LIMIT ${PAGE + 1}`
  const { rows } = await pool.query<OffboardingRow & { rank: number }>(
    sql`WITH picked AS MATERIALIZED (${picked}) ${withUses(sql`SELECT ${ROW}, ${RANK} AS rank FROM picked o ${PARTIES}`, now)}`,
  )
  const shown = rows.toSorted(inOrder).slice(0, PAGE)
  const last = shown.at(-1)
  const next = rows.length > PAGE && last ? encodeCursor({ side: 'after', values: [last.rank, last.requestedAt.toISOString()], id: last.id }) : null
  return { rows: shown, next, previous: null }
}

function beyond(text: string | undefined): Prisma.Sql {
  const cursor = decodeCursor(text)
  const [rank, at] = cursor?.values ?? []
  if (!cursor || typeof rank !== 'number' || typeof at !== 'string' || Number.isNaN(Date.parse(at)) || cursor.id.includes('\u0000')) return Prisma.empty
  return sql`AND (${RANK} > ${rank}::int OR (${RANK} = ${rank}::int AND (o.requested_at, o.id) < (${new Date(at)}, ${cursor.id})))`
}

/** The order of the page; a join with what is counted beside it does not promise to keep it. */
function inOrder(one: OffboardingRow & { rank: number }, other: OffboardingRow & { rank: number }): number {
  return one.rank - other.rank || other.requestedAt.getTime() - one.requestedAt.getTime() || (one.id < other.id ? 1 : -1)
}
