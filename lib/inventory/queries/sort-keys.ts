import type { Cursor } from '#lib/core/page.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import type { IdentitySort } from '../schemas.ts'

const { sql } = Prisma

/** A sort value as it stands in a cursor: an instant as ISO text. */
export type SortValue = string | null

export type Direction = 'asc' | 'desc'
export const WAY: Record<Direction, Prisma.Sql> = { asc: sql`ASC`, desc: sql`DESC` }

/** A column the inventory is sorted by. Only the first of a sort may be null; nulls come last, whichever way it is sorted. */
export type SortKey = { column: Prisma.Sql; kind: 'text' | 'instant'; nullable?: boolean }

/** Rows that are kept together by something with a name: its system, its owner. */
export type Group = { alias: Prisma.Sql; table: Prisma.Sql; column: Prisma.Sql; nullable: boolean }

const NAME: SortKey = { column: sql`i.name`, kind: 'text' }

/** What stands before the id in each order. The database has an index for each of these, id included. */
export const PLAIN_SORTS: Record<Exclude<IdentitySort, 'system' | 'owner'>, readonly SortKey[]> = {
  name: [NAME],
  class: [{ column: sql`i.class`, kind: 'text' }, NAME],
  expiresAt: [{ column: sql`i.expires_at`, kind: 'instant', nullable: true }],
  lastUsedAt: [{ column: sql`i.last_used_at`, kind: 'instant', nullable: true }],
  firstSeenAt: [{ column: sql`i.first_seen_at`, kind: 'instant' }],
}

export const GROUPS: Record<'system' | 'owner', Group> = {
  system: { alias: sql`s`, table: sql`system`, column: sql`i.system_id`, nullable: false },
  owner: { alias: sql`u`, table: sql`app_user`, column: sql`i.owner_id`, nullable: true },
}

/** All columns of an order, with the group's own name and id in front. */
export function sortKeys(sort: IdentitySort): readonly SortKey[] {
  if (sort !== 'system' && sort !== 'owner') return PLAIN_SORTS[sort]
  const { alias, nullable } = GROUPS[sort]
  return [{ column: sql`${alias}.name`, kind: 'text', nullable }, { column: sql`${alias}.id`, kind: 'text', nullable }, NAME]
}

/** A value of a cursor as a parameter of its column's type. */
export const asParameter = (key: SortKey, value: SortValue): Prisma.Sql => (key.kind === 'instant' ? sql`${value}::timestamptz` : sql`${value}`)

const isInstant = (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text))

/** Whether a cursor, which anybody may have written, can be a place in this order. */
export function fitsSort(cursor: Cursor, sort: IdentitySort): boolean {
  const keys = sortKeys(sort)
  const storable = (value: string) => !value.includes('\u0000')
  return (
    storable(cursor.id) &&
    cursor.values.length === keys.length &&
    keys.every((key, index) => {
      const value = cursor.values[index]
      if (value === null) return key.nullable === true
      if (typeof value !== 'string' || !storable(value)) return false
      return key.kind === 'text' || isInstant(value)
    })
  )
}

/** The `ORDER BY` of all rows in this order at once. The id ends it, so that no two rows are level. */
export function wholeOrder(sort: IdentitySort, direction: Direction): Prisma.Sql {
  const columns = sortKeys(sort).map(({ column, nullable }) => sql`${column} ${WAY[direction]}${nullable ? sql` NULLS LAST` : Prisma.empty}`)
  return Prisma.join([...columns, sql`i.id ${WAY[direction]}`])
}
