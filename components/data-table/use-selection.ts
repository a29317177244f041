'use client'

import { rowSelectionFeature, tableFeatures, useTable } from '@tanstack/react-table'
import { useState } from 'react'

const features = tableFeatures({ rowSelectionFeature })

/** Cells are drawn from our own columns, so that a page of rows costs the server no column model. */
const NO_COLUMNS: [] = []

export type Selection = {
  /** Ids of all selected rows, those on other pages included. */
  ids: string[]
  has: (id: string) => boolean
  /** How many rows of this page are selected. */
  onPage: number
  toggle: (id: string) => void
  /** For a row's checkbox: a press with Shift selects the range since the one before. */
  handler: (id: string) => (event: unknown) => void
  selectPage: (on: boolean) => void
  clear: () => void
}

/** Which rows are selected, by id, so that a selection survives sorting and paging. */
export function useSelection<Row extends object>(rows: readonly Row[], rowId: (row: Row) => string): Selection {
  const [rowSelection, setRowSelection] = useState<Record<string, true>>({})
  const table = useTable({ features, columns: NO_COLUMNS, data: rows, getRowId: rowId, state: { rowSelection }, onRowSelectionChange: setRowSelection })
  return {
    ids: Object.keys(rowSelection),
    has: (id) => rowSelection[id] === true,
    onPage: rows.filter((row) => rowSelection[rowId(row)]).length,
    toggle: (id) => table.getRow(id).toggleSelected(),
    handler: (id) => table.getRow(id).getToggleSelectedHandler(),
    selectPage: (on) => table.toggleAllRowsSelected(on),
    clear: () => setRowSelection({}),
  }
}
