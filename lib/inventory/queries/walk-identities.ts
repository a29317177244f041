import { decodeCursor, encodeCursor, type Page } from '#lib/core/page.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import type { Pool } from '#lib/db/pool.ts'
import type { IdentityFilter, IdentitySort } from '../schemas.ts'
import { CREDENTIAL_COUNT, ENTITLEMENT_COUNT, type FlatRow, type IdentityRow, identityRow, JOINED, ROW_COLUMNS } from './identity-row.ts'
import { type Segment, type Source, segmentsOf } from './segments.ts'
import { fitsSort, type SortValue } from './sort-keys.ts'

const { sql } = Prisma

/** Up to here the matches are collected and sorted; above it the walk along an index meets a match soon enough. */
const SMALL = 2_000

/**
 * One page of the identities that meet `matching`, in the order of the filter, found by keyset in both directions: each page costs
 * the same, however far in. A cursor that does not belong to this order is a first page.
 */
export async function walkIdentities(pool: Pool, matching: Prisma.Sql, filter: IdentityFilter, pageSize: number): Promise<Page<IdentityRow>> {
  const { sort, dir: direction } = filter
  const decoded = decodeCursor(filter.cursor)
  const cursor = decoded && fitsSort(decoded, sort) ? decoded : null
  const limit = pageSize + 1
  const few = await fewMatches(pool, matching, filter)
  const source: Source = few ? { rows: sql`candidates`, matching: sql`TRUE`, small: true, limit } : { rows: sql`identity`, matching, small: false, limit }
  const found: IdentityRow[] = []
  for (const segment of segmentsOf({ sort, direction, cursor }, source)) {
    const { rows } = await pool.query<FlatRow>(statementOf(segment, few, limit - found.length))
    found.push(...rows.map(identityRow))
    if (found.length >= limit) break
  }
  const rows = found.slice(0, pageSize)
  if (cursor?.side === 'before') rows.reverse()
  const more = { after: cursor?.side === 'before' || found.length > pageSize, before: cursor?.side === 'before' ? found.length > pageSize : cursor !== null }
  const beside = (side: 'after' | 'before') => {
    const row = rows.at(side === 'after' ? -1 : 0)
    return row && more[side] ? encodeCursor({ side, values: sortValues(sort, row), id: row.id }) : null
  }
  return { rows, next: beside('after'), previous: beside('before') }
}

/**
 * Searches and orders by group are where a planner errs by a thousand: it walks the sort's index for a word that three rows have.
 * So their matches are collected first, and few ones are then read by their ids and sorted. Null: there are many, or nothing to err about.
 */
async function fewMatches(pool: Pool, matching: Prisma.Sql, { q, sort }: IdentityFilter): Promise<string[] | null> {
  if (!q && sort !== 'system' && sort !== 'owner') return null
  const { rows } = await pool.query<{ id: string }>(sql`SELECT i.id FROM identity i WHERE ${matching} LIMIT ${SMALL + 1}`)
  return rows.length > SMALL ? null : rows.map(({ id }) => id)
}

function statementOf({ from, where, order }: Segment, few: readonly string[] | null, limit: number): Prisma.Sql {
  const candidates = few ? sql`WITH candidates AS MATERIALIZED (SELECT i.* FROM identity i WHERE i.id = ANY(${[...few]}::text[]))` : Prisma.empty
  return sql`${candidates}
    SELECT ${ROW_COLUMNS}, ${CREDENTIAL_COUNT} AS credentials, ${ENTITLEMENT_COUNT} AS entitlements
      FROM (SELECT i.* FROM ${from} WHERE ${where} ORDER BY ${order} LIMIT ${limit}) i ${JOINED} ORDER BY ${order}`
}

/** What a cursor beside this row holds: see `sortKeys`. */
function sortValues(sort: IdentitySort, row: IdentityRow): SortValue[] {
  switch (sort) {
    case 'name':
      return [row.name]
    case 'class':
      return [row.class, row.name]
    case 'system':
      return [row.system.name, row.system.id, row.name]
    case 'owner':
      return [row.owner?.name ?? null, row.owner?.id ?? null, row.name]
    default:
      return [row[sort]?.toISOString() ?? null]
  }
}
