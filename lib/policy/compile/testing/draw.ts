import fc from 'fast-check'

/** Choices of a generated world, drawn from fast-check so that a failure has a seed and shrinks. */
export type Draw = {
  /** A whole number from 0 up to, and without, `count`. */
  below: (count: number) => number
  /** True once in `oneIn` draws; shrinks to false. */
  rarely: (oneIn: number) => boolean
  pick: <T>(options: readonly [T, ...T[]]) => T
  times: <T>(count: number, make: (index: number) => T) => T[]
}

type Gen = (make: typeof fc.nat, limit: number) => number

export function drawWith(g: Gen): Draw {
  const below = (count: number) => (count < 2 ? 0 : g(fc.nat, count - 1))
  return {
    below,
    rarely: (oneIn) => below(oneIn) === oneIn - 1 && oneIn > 1,
    pick: (options) => options[below(options.length)] ?? options[0],
    times: (count, make) => Array.from({ length: count }, (_, index) => make(index)),
  }
}
