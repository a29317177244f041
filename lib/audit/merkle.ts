import { sha256 } from '#lib/crypto/hash.ts'

/*
 * The Merkle tree of RFC 9162 §2.1 (as RFC 6962 §2.1). A node (level, index) is the root of the complete subtree over the
 * leaves [index · 2^level, (index + 1) · 2^level); leaves are level 0. A complete subtree never changes again, so storing these
 * nodes alone is enough for every root and proof, of the newest tree and of every earlier one.
 */
export type NodePlace = { readonly level: number; readonly index: number }
export type MerkleNode = NodePlace & { readonly hash: Uint8Array }

/** Reads the hash of a stored complete subtree. Say first which ones are needed (`nodesFor…`), fetch them at once, then calculate. */
export type NodeReader = (level: number, index: number) => Uint8Array

/** The leaves from `begin` up to but not including `end`, as the tree splits: `begin` is a multiple of a power of two that is at least `end - begin`. */
export type LeafRange = readonly [begin: number, end: number]

/** SHA-256(0x00 || leaf). */
export function leafHash(leaf: Uint8Array): Uint8Array {
  return sha256(Buffer.concat([Uint8Array.of(0), leaf]))
}

/** SHA-256(0x01 || left || right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(Buffer.concat([Uint8Array.of(1), left, right]))
}

/** A reader over nodes in memory. Throws when one is missing: the caller asked for too few. */
export function nodeReader(nodes: Iterable<MerkleNode>): NodeReader {
  const byPlace = new Map(Array.from(nodes, ({ level, index, hash }) => [`${level}/${index}`, hash]))
  return (level, index) => {
    const hash = byPlace.get(`${level}/${index}`)
    if (!hash) throw new Error(`The Merkle node ${level}/${index} is missing`)
    return hash
  }
}

/** The stored nodes that make up a range, from left to right. */
export function nodesForRange([begin, end]: LeafRange): NodePlace[] {
  const places: NodePlace[] = []
  for (let at = begin; at < end; ) {
    const level = floorLog2(end - at)
    places.push({ level, index: at / 2 ** level })
    at += 2 ** level
  }
  return places
}

/** The root of a range from its stored nodes. */
export function rangeRoot(range: LeafRange, read: NodeReader): Uint8Array {
  const hashes = nodesForRange(range).map(({ level, index }) => read(level, index))
  return hashes.length === 0 ? sha256('') : hashes.reduceRight((right, left) => nodeHash(left, right))
}

/** The stored nodes that `treeRoot` reads; also those that `newNodes` reads to append to a tree of this size. */
export function nodesForRoot(size: number): NodePlace[] {
  return nodesForRange([0, size])
}

/** The root of the tree over the first `size` leaves; of no leaves it is SHA-256 of nothing. */
export function treeRoot(size: number, read: NodeReader): Uint8Array {
  return rangeRoot([0, size], read)
}

/**
 * Every node that becomes complete when the leaves are appended to a tree of `sizeBefore` leaves, the leaves included.
 * `read` must know `nodesForRoot(sizeBefore)`.
 */
export function newNodes(sizeBefore: number, leafHashes: readonly Uint8Array[], read: NodeReader): MerkleNode[] {
  const added: MerkleNode[] = []
  const waiting = nodesForRoot(sizeBefore).map(({ level, index }) => ({ level, index, hash: read(level, index) }))
  for (const [offset, hash] of leafHashes.entries()) {
    let node: MerkleNode = { level: 0, index: sizeBefore + offset, hash }
    added.push(node)
    for (let left = waiting.at(-1); left?.level === node.level; left = waiting.at(-1)) {
      waiting.pop()
      node = { level: node.level + 1, index: left.index / 2, hash: nodeHash(left.hash, node.hash) }
      added.push(node)
    }
    waiting.push(node)
  }
  return added
}

/** The largest power of two below a range's length: where RFC 9162 §2.1.1 splits it. */
export function splitOf([begin, end]: LeafRange): number {
  return begin + 2 ** floorLog2(end - begin - 1)
}

/** Whether a whole number above nought is a power of two. */
export function isPowerOfTwo(count: number): boolean {
  return 2 ** floorLog2(count) === count
}

/** Whether two hashes are equal and there is something to compare. Roots and proofs are public, so time need not be constant. */
export function isSameHash(one: Uint8Array, other: Uint8Array): boolean {
  return one.length > 0 && Buffer.compare(one, other) === 0
}

// Math.log2 rounds 2^49 - 1 up to 49; counting bits does not.
function floorLog2(count: number): number {
  return count >= 2 ** 32 ? 32 + floorLog2(Math.floor(count / 2 ** 32)) : 31 - Math.clz32(count)
}
