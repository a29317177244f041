import { OVERFLOW } from './evaluation-error.ts'

/** A Cedar long: exact over the 64 bits with a sign. A number while that is exact, else a bigint; never both for one value, so that `===` compares. */
export type Long = number | bigint

const MAX = 2n ** 63n - 1n
const MIN = -(2n ** 63n)

export const isLong = (value: unknown): value is Long => typeof value === 'number' || typeof value === 'bigint'

/** The long of an exact integer. Throws OVERFLOW outside of 64 bits. */
export function longOf(exact: bigint): Long {
  if (exact > MAX || exact < MIN) throw OVERFLOW
  const narrow = Number(exact)
  return Number.isSafeInteger(narrow) ? narrow : exact
}

/** Sum, difference, product and negation as Cedar defines them: the exact result, or OVERFLOW. */
export function addLongs(left: Long, right: Long): Long {
  if (typeof left === 'number' && typeof right === 'number') {
    const sum = left + right
    if (Number.isSafeInteger(sum)) return sum
  }
  return longOf(BigInt(left) + BigInt(right))
}

export function subtractLongs(left: Long, right: Long): Long {
  if (typeof left === 'number' && typeof right === 'number') {
    const difference = left - right
    if (Number.isSafeInteger(difference)) return difference
  }
  return longOf(BigInt(left) - BigInt(right))
}

export function multiplyLongs(left: Long, right: Long): Long {
  if (typeof left === 'number' && typeof right === 'number') {
    const product = left * right
    // A rounded product is never a safe integer: rounding sets in above 2^53
    if (Number.isSafeInteger(product)) return product === 0 ? 0 : product
  }
  return longOf(BigInt(left) * BigInt(right))
}

export function negateLong(value: Long): Long {
  return subtractLongs(0, value)
}

/** The quotient rounded toward zero, and the remainder that is never negative; the divisor is above zero. */
export const divideTowardZero = (value: Long, divisor: number): Long => longOf(BigInt(value) / BigInt(divisor))

export function remainderFromBelow(value: Long, divisor: number): Long {
  const size = BigInt(divisor)
  return longOf(((BigInt(value) % size) + size) % size)
}
