import { sha256 } from '#lib/crypto/hash.ts'

export type Random = {
  /** A number in [0, 1). */
  next(): number
  /** A whole number from `from` to `to`, both included. */
  int(from: number, to: number): number
  chance(probability: number): boolean
  pick<T>(choices: readonly T[]): T
}

/** Pseudo-random numbers that are the same for the same `seed` (mulberry32): each thing has its own, so that one more thing changes no other. */
export function seededRandom(seed: string): Random {
  let state = Buffer.from(sha256(seed)).readUInt32LE(0)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick(choices) {
      const choice = choices[int(0, choices.length - 1)]
      if (choice === undefined) throw new RangeError('There is nothing to pick from')
      return choice
    },
  }
}
