import { expect, it } from 'vitest'
import { visibleColumnIds, type Column } from './column.ts'

const columns: Column<object>[] = [
  { id: 'name', header: 'Name', cell: () => '', phone: 'primary' },
  { id: 'owner', header: 'Owner', cell: () => '' },
  { id: 'environment', header: 'Environment', cell: () => '', optional: true },
]
const shown = (cols: string | undefined) => [...visibleColumnIds(columns, cols)]

it('a list shows every column that is not optional until somebody chooses', () => {
  expect(shown(undefined)).toEqual(['name', 'owner'])
})

it('chosen columns are shown, and the name always stays', () => {
  expect(shown('environment')).toEqual(['name', 'environment'])
})

it('an address with columns that no longer exist falls back to the standard ones', () => {
  expect(shown('gone,also_gone')).toEqual(['name', 'owner'])
})
