import { expect, it } from 'vitest'
import { groupItems, matchItems, type PaletteItem } from './palette-item.ts'

const items: PaletteItem[] = [
  { id: 'p', label: 'Posture', href: '/posture', kind: 'page', keywords: 'charts coverage' },
  { id: 'r', label: 'Request access', href: '/access/new', kind: 'action', keywords: 'jit lease' },
  { id: 'n', label: 'deploy-bot', href: '/inventory/1', kind: 'identity' },
]

it('the palette finds an item by every word of the query, in any order and case', () => {
  expect(matchItems(items, 'ACCESS req').map((item) => item.id)).toEqual(['r'])
  expect(matchItems(items, 'coverage').map((item) => item.id)).toEqual(['p'])
  expect(matchItems(items, 'access posture')).toEqual([])
})

it('an empty query offers everything', () => {
  expect(matchItems(items, '  ')).toHaveLength(3)
})

it('items stand under the heading of their kind, and empty headings are left out', () => {
  expect(groupItems(items).map((group) => group.value)).toEqual(['Actions', 'Go to', 'Identities'])
})
