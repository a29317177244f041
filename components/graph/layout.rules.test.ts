import { expect, test } from 'vitest'
import { BOX, COLUMN, curve, layOut, moreKey, type Column } from './layout.rules.ts'

const column = (title: string, count: number, more = 0): Column => ({
  title,
  more,
  boxes: Array.from({ length: count }, (_, index) => ({ key: `${title}${index}`, label: '', detail: '', href: null, emphasis: false })),
})

test('a short column stands beside the middle of a tall one, and nothing overlaps', () => {
  const { places, width, height } = layOut([column('a', 1), column('b', 3)])
  expect(places.get('a0')?.y).toBe(places.get('b1')?.y)
  expect((places.get('b1')?.y ?? 0) - (places.get('b0')?.y ?? 0)).toBeGreaterThanOrEqual(BOX.height)
  expect(width).toBe(COLUMN + BOX.width)
  expect(height).toBeGreaterThan((places.get('b2')?.y ?? 0) + BOX.height)
})

test('what is not drawn has a place that says so', () => {
  const { places } = layOut([column('a', 2, 7)])
  expect(places.get(moreKey(0))?.y).toBeGreaterThan(places.get('a1')?.y ?? 0)
})

test('a line runs from the right of one box to the left of the next', () => {
  expect(curve({ x: 0, y: 0 }, { x: COLUMN, y: 100 })).toBe(`M ${BOX.width} 20 C 212 20, 212 120, ${COLUMN} 120`)
})
