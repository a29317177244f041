import { isPowerOfTwo, isSameHash, type LeafRange, type NodePlace, type NodeReader, nodeHash, nodesForRange, rangeRoot, splitOf } from './merkle.ts'
import { climb, joinsFromLeft, riseWhileRight } from './proof-walk.ts'

/** The stored nodes that `consistencyProof` reads. */
export function nodesForConsistency(first: number, second: number): NodePlace[] {
  return steps(first, second).flatMap(nodesForRange)
}

/** The hashes that show that the tree of `first` leaves is the beginning of the tree of `second` leaves (RFC 9162 §2.1.4.1). */
export function consistencyProof(first: number, second: number, read: NodeReader): Uint8Array[] {
  return steps(first, second).map((range) => rangeRoot(range, read))
}

export type ConsistencyClaim = { first: number; second: number; firstRoot: Uint8Array; secondRoot: Uint8Array; proof: readonly Uint8Array[] }

/** Whether the proof shows that the second tree only appended to the first (RFC 9162 §2.1.4.2). Nothing is consistent with an empty first tree. */
export function verifyConsistency(claim: ConsistencyClaim): boolean {
  const { first, second, firstRoot, secondRoot } = claim
  if (!isPossible(claim)) return false
  if (first === second) return isSameTree(claim)
  const [seed, ...path] = wholePath(claim)
  if (!seed) return false
  let [ofFirst, ofSecond] = [seed, seed]
  let at = riseWhileRight({ node: first - 1, last: second - 1 })
  for (const hash of path) {
    if (at.last === 0) return false
    const fromLeft = joinsFromLeft(at)
    if (fromLeft) ofFirst = nodeHash(hash, ofFirst)
    ofSecond = fromLeft ? nodeHash(hash, ofSecond) : nodeHash(ofSecond, hash)
    at = climb(at)
  }
  return at.last === 0 && isSameHash(ofFirst, firstRoot) && isSameHash(ofSecond, secondRoot)
}

function isSameTree({ firstRoot, secondRoot, proof }: ConsistencyClaim): boolean {
  return proof.length === 0 && isSameHash(firstRoot, secondRoot)
}

/** A first tree that is one complete subtree is where the path starts, and the proof leaves it out, as the verifier has it. */
function wholePath({ first, firstRoot, proof }: ConsistencyClaim): readonly Uint8Array[] {
  return isPowerOfTwo(first) ? [firstRoot, ...proof] : proof
}

function isPossible({ first, second, proof }: ConsistencyClaim): boolean {
  const areSizes = Number.isSafeInteger(first) && Number.isSafeInteger(second) && first >= 1 && first <= second
  return areSizes && proof.every((hash) => hash.length === 32)
}

function steps(first: number, second: number): LeafRange[] {
  if (!(first >= 1 && first <= second)) throw new RangeError(`A tree of ${second} leaves cannot be shown to continue one of ${first}`)
  return subproof(first, [0, second], true)
}

/** SUBPROOF of RFC 9162 §2.1.4.1; `known` says that the verifier has the root of this range already, as the first tree's root. */
function subproof(first: number, range: LeafRange, known: boolean): LeafRange[] {
  const [begin, end] = range
  if (first === end) return known ? [] : [range]
  const split = splitOf(range)
  return first <= split ? [...subproof(first, [begin, split], known), [split, end]] : [...subproof(first, [split, end], false), [begin, split]]
}
