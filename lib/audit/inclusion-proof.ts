import { isSameHash, type LeafRange, type NodePlace, type NodeReader, nodeHash, nodesForRange, rangeRoot, splitOf } from './merkle.ts'
import { climb, joinsFromLeft } from './proof-walk.ts'

/** The stored nodes that `inclusionProof` reads. */
export function nodesForInclusion(index: number, size: number): NodePlace[] {
  return siblings(index, [0, size]).flatMap(nodesForRange)
}

/** The hashes that lead from the leaf at `index` to the root of the tree of `size` leaves, the leaf's sibling first (RFC 9162 §2.1.3.1). */
export function inclusionProof(index: number, size: number, read: NodeReader): Uint8Array[] {
  return siblings(index, [0, size]).map((range) => rangeRoot(range, read))
}

export type InclusionClaim = { index: number; size: number; leafHash: Uint8Array; proof: readonly Uint8Array[]; root: Uint8Array }

/** Whether the proof leads from the leaf hash at `index` to the root of the tree of `size` leaves (RFC 9162 §2.1.3.2). */
export function verifyInclusion(claim: InclusionClaim): boolean {
  if (!isPossible(claim)) return false
  let at = { node: claim.index, last: claim.size - 1 }
  let hash = claim.leafHash
  for (const sibling of claim.proof) {
    if (at.last === 0) return false
    hash = joinsFromLeft(at) ? nodeHash(sibling, hash) : nodeHash(hash, sibling)
    at = climb(at)
  }
  return at.last === 0 && isSameHash(hash, claim.root)
}

function isPossible({ index, size, leafHash, proof }: InclusionClaim): boolean {
  const isPlace = Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size
  return isPlace && [leafHash, ...proof].every((hash) => hash.length === 32)
}

function siblings(index: number, range: LeafRange): LeafRange[] {
  const [begin, end] = range
  if (!Number.isSafeInteger(index) || index < begin || !(index < end)) throw new RangeError(`A tree of ${end} leaves has no leaf ${index}`)
  if (end - begin === 1) return []
  const split = splitOf(range)
  return index < split ? [...siblings(index, [begin, split]), [split, end]] : [...siblings(index, [split, end]), [begin, split]]
}
