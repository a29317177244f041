import fc from 'fast-check'
import { compare, emptyTally, type Tally } from './compare.ts'
import { drawWith } from './draw.ts'
import { drawWorld } from './draw-world.ts'

/** Decisions that a generated world brings. */
export const DECISIONS_PER_WORLD = 8

/** Compares compiled policies with Cedar's engine over generated worlds. Throws with seed, path and the smallest world found when a single decision differs. */
export function fuzz({ seed, worlds, path }: { seed: number; worlds: number; path?: string | undefined }): Tally {
  const tally = emptyTally()
  const check = fc.property(fc.gen(), (g) => {
    const world = drawWorld(drawWith(g))
    const difference = compare(world, tally)
    if (difference) throw new Error(JSON.stringify({ difference, world }, (_, part: unknown) => (typeof part === 'bigint' ? `${part}` : part), 1))
  })
  fc.assert(check, { seed, numRuns: worlds, ...(path === undefined ? {} : { path }) })
  return tally
}
