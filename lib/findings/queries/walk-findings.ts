import { type Cursor, decodeCursor, encodeCursor, type Page } from '#lib/core/page.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import type { Pool } from '#lib/db/pool.ts'
import { FINDING_COLUMNS, FINDING_JOINS, type FindingRow, findingRow, type FlatFinding } from './finding-row.ts'
import type { FindingSource } from './finding-source.ts'

const { sql } = Prisma

type Place = { side: 'after' | 'before'; score: number; id: string }

/** One page of findings, the worst first, found by keyset in both directions. A cursor that does not belong to this order is a first page. */
export async function walkFindings(pool: Pool, source: FindingSource, text: string | undefined, pageSize: number): Promise<Page<FindingRow>> {
  const place = placeIn(decodeCursor(text))
  const backward = place?.side === 'before'
  const order = backward ? sql`f.score ASC, f.id DESC` : sql`f.score DESC, f.id ASC`
  const limit = pageSize + 1
  // Stretches, each of which one index answers: the rest of the same score, then the scores beyond it.
  const stretches = stretchesOf(place).map(
    (beyond) => sql`(SELECT f.* FROM ${source.table} f WHERE ${source.where} AND ${beyond} ORDER BY ${order} LIMIT ${limit})`,
  )
  const with_ = source.ctes === Prisma.empty ? sql`WITH` : sql`${source.ctes},`
  const { rows } = await pool.query<FlatFinding>(sql`
    ${with_} page AS (SELECT * FROM (${Prisma.join(stretches, ' UNION ALL ')}) f ORDER BY ${order} LIMIT ${limit})
    SELECT ${FINDING_COLUMNS} FROM page f ${FINDING_JOINS} ORDER BY ${order}`)
  const found = rows.slice(0, pageSize).map(findingRow)
  if (backward) found.reverse()
  const more = rows.length > pageSize
  return {
    rows: found,
    next: backward || more ? beside('after', found.at(-1)) : null,
    previous: (backward ? more : place !== null) ? beside('before', found[0]) : null,
  }
}

function stretchesOf(place: Place | null): Prisma.Sql[] {
  if (!place) return [sql`TRUE`]
  const { side, score, id } = place
  return side === 'after'
    ? [sql`f.score = ${score} AND f.id > ${id}`, sql`f.score < ${score}`]
    : [sql`f.score = ${score} AND f.id < ${id}`, sql`f.score > ${score}`]
}

function placeIn(cursor: Cursor | null): Place | null {
  const score = cursor?.values[0]
  if (!cursor || typeof score !== 'number' || !Number.isInteger(score) || Math.abs(score) > 1_000 || cursor.id.includes('\u0000')) return null
  return { side: cursor.side, score, id: cursor.id }
}

const beside = (side: 'after' | 'before', row: FindingRow | undefined): string | null => (row ? encodeCursor({ side, values: [row.score], id: row.id }) : null)
