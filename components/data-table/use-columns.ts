'use client'

import { visibleColumnIds, type Column } from './column.ts'
import { rememberColumns } from './columns-cookie.ts'
import { valueOf } from './list-query.ts'
import type { List } from './use-list.ts'

type ListColumns<Row> = {
  shown: Column<Row>[]
  visible: ReadonlySet<string>
  /** As they stand in the URL (`name,owner`); null for the standard ones. */
  chosen: string | null
  choose: (ids: string[]) => void
}

/** Which columns a list shows: those in the URL, or the remembered ones; choosing changes both. */
export function useColumns<Row>(list: List, listId: string, columns: readonly Column<Row>[], remembered: string | undefined): ListColumns<Row> {
  const chosen = valueOf(list.query, 'cols') || remembered || null
  const visible = visibleColumnIds(columns, chosen ?? undefined)
  const choose = (ids: string[]) => {
    const cols = ids.join(',')
    const standard = cols === [...visibleColumnIds(columns, undefined)].join(',')
    rememberColumns(listId, standard ? null : cols)
    list.go({ cols: standard ? null : cols }, 'replace')
  }
  return { shown: columns.filter((column) => visible.has(column.id)), visible, chosen, choose }
}
