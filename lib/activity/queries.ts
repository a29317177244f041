import { query } from '#lib/command/query.ts'
import type { ActivityEventId } from '#lib/core/ids.ts'
import { decodeCursor, encodeCursor, type Page } from '#lib/core/page.ts'
import { DAY, shift } from '#lib/core/time.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { loadIdentity } from '#lib/inventory/queries/load-identity.ts'
import { lastUseInWords } from '#lib/inventory/rules.ts'
import { ActivityFilter, WINDOW_DAYS } from './schemas.ts'

const { sql } = Prisma
const PAGE_SIZE = 50

/** A line of a system's own log. `outcome` is success, failure or unknown. */
export type ActivityRow = {
  id: ActivityEventId
  at: Date
  action: string
  resource: string | null
  sourceAddress: string | null
  outcome: string
  sample: boolean
}
/** A day in UTC, with how many events it had and how many of them failed. */
export type ActivityDay = { day: string; count: number; failures: number }

/** What an identity did in the last 90 days: events, newest first, in pages. Throws `not_found` for one that this actor may not see. */
export const listActivity = query({
  permission: 'activity.read',
  input: ActivityFilter,
  async run(context, { identityId, cursor: text }): Promise<Page<ActivityRow>> {
    const { id } = await loadIdentity(context, identityId)
    const cursor = placeIn(text)
    const backward = cursor?.side === 'before'
    const beyond = cursor ? sql`AND (at, id) ${backward ? sql`>` : sql`<`} (${cursor.at}, ${cursor.id})` : Prisma.empty
    const way = backward ? sql`ASC` : sql`DESC`
    const { rows: found } = await context.pool.query<ActivityRow>(sql`
      SELECT id, at, action, resource, source_address AS "sourceAddress", outcome, sample FROM activity_event
       WHERE identity_id = ${id} AND at >= ${windowStart(context.now)} AND at <= ${context.now} ${beyond} ORDER BY at ${way}, id ${way} LIMIT ${PAGE_SIZE + 1}`)
    const rows = found.slice(0, PAGE_SIZE)
    if (backward) rows.reverse()
    const more = found.length > PAGE_SIZE
    return {
      rows,
      next: backward || more ? beside('after', rows.at(-1)) : null,
      previous: (backward ? more : cursor !== null) ? beside('before', rows[0]) : null,
    }
  },
})

/** How often an identity was seen on each of the last 90 days, days without an event included, and its last use in words. Throws `not_found`. */
export const showActivity = query({
  permission: 'activity.read',
  input: ActivityFilter.pick({ identityId: true }),
  async run(context, { identityId }) {
    const identity = await loadIdentity(context, identityId)
    const since = windowStart(context.now)
    const { rows: days } = await context.pool.query<ActivityDay>(sql`
      WITH counted AS (
        SELECT (at AT TIME ZONE 'UTC')::date AS day, count(*)::int AS count, (count(*) FILTER (WHERE outcome = 'failure'))::int AS failures
          FROM activity_event WHERE identity_id = ${identity.id} AND at >= ${since} AND at <= ${context.now} GROUP BY 1
      )
      SELECT to_char(d, 'YYYY-MM-DD') AS day, coalesce(counted.count, 0) AS count, coalesce(counted.failures, 0) AS failures
        FROM generate_series((${since}::timestamptz AT TIME ZONE 'UTC')::date, (${context.now}::timestamptz AT TIME ZONE 'UTC')::date, interval '1 day') d
        LEFT JOIN counted ON counted.day = d::date ORDER BY d`)
    const total = days.reduce((sum, { count }) => sum + count, 0)
    return {
      windowDays: WINDOW_DAYS,
      since,
      total,
      days,
      lastUse: lastUseInWords(identity, context.now),
      lastUsedAt: identity.lastUsedAt,
      lastUseKnown: identity.lastUseKnown,
    }
  },
})

const windowStart = (now: Date) => shift(now, -WINDOW_DAYS * DAY)

function placeIn(text: string | undefined): { side: 'after' | 'before'; at: Date; id: string } | null {
  const cursor = decodeCursor(text)
  const at = new Date(String(cursor?.values[0]))
  if (!cursor || Number.isNaN(at.getTime()) || cursor.id.includes('\u0000')) return null
  return { side: cursor.side, at, id: cursor.id }
}

function beside(side: 'after' | 'before', row: ActivityRow | undefined): string | null {
  return row ? encodeCursor({ side, values: [row.at.toISOString()], id: row.id }) : null
}
