import type { Cursor } from '#lib/core/page.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import type { IdentitySort } from '../schemas.ts'
import { asParameter, type Direction, GROUPS, type Group, type SortKey, type SortValue, sortKeys, WAY } from './sort-keys.ts'

const { sql } = Prisma

/** One stretch of an order that one index answers: rows with the sort value, rows without it, the rest of a group. Aliases: `i`, and the group's. */
export type Segment = { from: Prisma.Sql; where: Prisma.Sql; order: Prisma.Sql }

/** Where rows come from: the whole register, or a small materialised set that was cut to the filter already. */
export type Source = { rows: Prisma.Sql; matching: Prisma.Sql; small: boolean; limit: number }

type Walk = { sort: IdentitySort; direction: Direction; cursor: Cursor | null }
type Part = { whole: Segment; beyond(cursor: Cursor): Segment[] }

/** The stretches to read one after the other, from the cursor on, in the direction of the walk: towards the end, or back towards the beginning. */
export function segmentsOf({ sort, direction, cursor }: Walk, source: Source): Segment[] {
  const backward = cursor?.side === 'before'
  const way = backward ? opposite(direction) : direction
  const { valued, valueless } = partsOf(sort, way, source)
  const parts = (backward ? [valueless, valued] : [valued, valueless]).filter((part) => part !== null)
  if (!cursor) return parts.map(({ whole }) => whole)
  const at = parts.indexOf(cursor.values[0] === null && valueless ? valueless : valued)
  return parts.slice(at).flatMap((part, index) => (index === 0 ? part.beyond(cursor) : [part.whole]))
}

const opposite = (direction: Direction): Direction => (direction === 'asc' ? 'desc' : 'asc')

function partsOf(sort: IdentitySort, way: Direction, source: Source): { valued: Part; valueless: Part | null } {
  const keys = sortKeys(sort)
  const nullable = keys.find((key) => key.nullable)
  if (sort !== 'system' && sort !== 'owner') {
    const plain = { keys, order: keys }
    if (!nullable) return { valued: plainPart({ ...plain, condition: sql`TRUE` }, way, source), valueless: null }
    const valueless = { keys: [], order: keys, condition: sql`${nullable.column} IS NULL` }
    return { valued: plainPart({ ...plain, condition: sql`${nullable.column} IS NOT NULL` }, way, source), valueless: plainPart(valueless, way, source) }
  }
  const group = GROUPS[sort]
  const valued = source.small ? joinedPart(group, keys, way, source) : lateralPart(group, keys, way, source)
  if (!group.nullable) return { valued, valueless: null }
  const name = keys.slice(-1)
  const order: SortKey[] = [{ column: group.column, kind: 'text' }, ...name]
  return { valued, valueless: plainPart({ keys: name, order, condition: sql`${group.column} IS NULL` }, way, source) }
}

/** What tells the rows of a stretch apart (`keys`), and its order, which also names the column that is the same in all of them: so an index is recognised. */
type Stretch = { keys: readonly SortKey[]; order: readonly SortKey[]; condition: Prisma.Sql }

/** Rows of the register alone. */
function plainPart({ keys, order, condition }: Stretch, way: Direction, { rows, matching }: Source): Part {
  const whole = { from: sql`${rows} i`, where: sql`${matching} AND ${condition}`, order: orderOf(order, way) }
  const beyond = ({ values, id }: Cursor) => [
    { ...whole, where: sql`${whole.where} AND ${beyondIn(keys, values.slice(values.length - keys.length), id, way)}` },
  ]
  return { whole, beyond }
}

/** Few rows, joined to their groups and sorted. */
function joinedPart({ alias, table, column }: Group, keys: readonly SortKey[], way: Direction, { rows, matching }: Source): Part {
  const whole = { from: sql`${rows} i JOIN ${table} ${alias} ON ${alias}.id = ${column}`, where: matching, order: orderOf(keys, way) }
  return { whole, beyond: (cursor) => [{ ...whole, where: sql`${whole.where} AND ${beyondIn(keys, cursor.values, cursor.id, way)}` }] }
}

/** Group after group, of each no more than a page, so that the index on the group's column answers and the walk stops early. */
function lateralPart({ alias, table, column }: Group, keys: readonly SortKey[], way: Direction, { rows, matching, limit }: Source): Part {
  const groupKeys = keys.slice(0, -1)
  const nameKeys = keys.slice(-1)
  const ofGroup = sql`SELECT i.* FROM ${rows} i WHERE ${column} = ${alias}.id AND ${matching} ORDER BY ${orderOf(nameKeys, way)} LIMIT ${limit}`
  const whole = { from: sql`${table} ${alias} CROSS JOIN LATERAL (${ofGroup}) i`, where: sql`TRUE`, order: orderOf(keys, way) }
  const beyond = (cursor: Cursor): Segment[] => {
    const [groupName, groupId, name] = cursor.values
    const restOfGroup = {
      from: sql`${rows} i`,
      where: sql`${column} = ${groupId} AND ${matching} AND ${beyondIn(nameKeys, [name], cursor.id, way)}`,
      order: orderOf(nameKeys, way),
    }
    return [restOfGroup, { ...whole, where: beyondIn(groupKeys, [groupName, groupId], null, way) }]
  }
  return { whole, beyond }
}

function orderOf(keys: readonly SortKey[], way: Direction): Prisma.Sql {
  return Prisma.join([...keys.map(({ column }) => sql`${column} ${WAY[way]}`), sql`i.id ${WAY[way]}`])
}

function beyondIn(keys: readonly SortKey[], values: readonly (Cursor['values'][number] | undefined)[], id: string | null, way: Direction): Prisma.Sql {
  const columns = keys.map(({ column }) => column)
  const parameters = keys.map((key, index) => asParameter(key, values[index] as SortValue))
  if (id !== null) {
    columns.push(sql`i.id`)
    parameters.push(sql`${id}`)
  }
  return sql`(${Prisma.join(columns)}) ${way === 'asc' ? sql`>` : sql`<`} (${Prisma.join(parameters)})`
}
