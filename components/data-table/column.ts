import type { ReactNode } from 'react'

/** A column of a server-driven list. Define columns at module scope of a client component. */
export type Column<Row> = {
  /** Stands in the URL (`cols`, `sort`), so it is the name that the room's schema knows. */
  id: string
  header: string
  cell: (row: Row) => ReactNode
  /** `end` for numbers and instants. */
  align?: 'start' | 'end'
  sortable?: boolean
  /** Which way the first press on the header sorts. */
  firstSort?: 'asc' | 'desc'
  /** In pixels; a column without one shares what is left. */
  width?: number
  /** Not shown until somebody chooses it. */
  optional?: boolean
  /** On a phone: the name on the first line, what stands at its end, or the second line (at most three). Without one it is left out there. */
  phone?: 'primary' | 'end' | 'second'
  /** A word before the value on a phone, where there is no header: "used". */
  phoneLabel?: string
}

/** Ids of the columns to show: those chosen (`cols=name,owner`), or all that are not optional. The primary one always stays. */
export function visibleColumnIds<Row>(columns: readonly Column<Row>[], cols: string | undefined): Set<string> {
  const chosen = new Set(cols?.split(',').filter(Boolean))
  const known = columns.some((column) => chosen.has(column.id))
  return new Set(columns.filter((column) => column.phone === 'primary' || (known ? chosen.has(column.id) : !column.optional)).map((column) => column.id))
}
