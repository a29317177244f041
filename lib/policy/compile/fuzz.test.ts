import { expect, test } from 'vitest'
import { DECISIONS_PER_WORLD, fuzz } from './testing/fuzz.ts'

test('compiled policies decide, determine and err as Cedar does, over generated worlds', { timeout: 120_000 }, () => {
  const worlds = 150
  const tally = fuzz({ seed: 20_261_122, worlds })
  expect(tally.decisions).toBe(worlds * DECISIONS_PER_WORLD)
  // Worlds in which nothing applies or nothing errs would compare nothing
  expect(tally.determined).toBeGreaterThan(tally.decisions / 4)
  expect(tally.erred).toBeGreaterThan(tally.decisions / 4)
})
