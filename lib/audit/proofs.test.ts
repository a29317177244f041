import { existsSync, readdirSync, readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { consistencyProof, nodesForConsistency, verifyConsistency } from './consistency-proof.ts'
import { inclusionProof, nodesForInclusion, verifyInclusion } from './inclusion-proof.ts'
import { leafHash, newNodes, nodeReader, treeRoot } from './merkle.ts'

const MOST = 300
const leaves = Array.from({ length: MOST }, (_, index) => leafHash(Buffer.from(`entry ${index}`)))
const nodes = newNodes(0, leaves, nodeReader([]))
const read = nodeReader(nodes)
const byPlace = new Map(nodes.map((node) => [`${node.level}/${node.index}`, node]))
const fetched = (places: readonly { level: number; index: number }[]) =>
  nodeReader(places.map(({ level, index }) => byPlace.get(`${level}/${index}`) ?? expect.fail('not stored')))

const sizeAndIndex = fc.integer({ min: 1, max: MOST }).chain((size) => fc.record({ size: fc.constant(size), index: fc.nat(size - 1) }))
const twoSizes = fc.integer({ min: 1, max: MOST }).chain((second) => fc.record({ second: fc.constant(second), first: fc.integer({ min: 1, max: second }) }))
const flipped = (bytes: Uint8Array, bit: number) => Uint8Array.from(bytes, (byte, at) => (at === (bit >> 3) % bytes.length ? byte ^ (1 << (bit & 7)) : byte))

const leafAt = (index: number) => leaves[index] ?? expect.fail('no such leaf')
function inclusionClaim(index: number, size: number) {
  return { index, size, leafHash: leafAt(index), proof: inclusionProof(index, size, fetched(nodesForInclusion(index, size))), root: treeRoot(size, read) }
}
function consistencyClaim(first: number, second: number) {
  return {
    first,
    second,
    firstRoot: treeRoot(first, read),
    secondRoot: treeRoot(second, read),
    proof: consistencyProof(first, second, fetched(nodesForConsistency(first, second))),
  }
}

describe('an inclusion proof', () => {
  test('of every leaf in every tree up to 40 leaves holds, from the nodes that it names alone', () => {
    for (let size = 1; size <= 40; size++)
      for (let index = 0; index < size; index++) expect(verifyInclusion(inclusionClaim(index, size)), `${index} of ${size}`).toBe(true)
  })

  test('holds for its own leaf, place, size and root only', () => {
    fc.assert(
      fc.property(sizeAndIndex, fc.nat(), fc.nat(MOST), ({ size, index }, bit, other) => {
        const claim = inclusionClaim(index, size)
        expect(verifyInclusion(claim)).toBe(true)
        expect(verifyInclusion({ ...claim, leafHash: flipped(claim.leafHash, bit) })).toBe(false)
        expect(verifyInclusion({ ...claim, root: flipped(claim.root, bit) })).toBe(false)
        expect(verifyInclusion({ ...claim, proof: claim.proof.map((hash, at) => (at === bit % claim.proof.length ? flipped(hash, bit) : hash)) })).toBe(
          claim.proof.length === 0,
        )
        expect(verifyInclusion({ ...claim, proof: claim.proof.slice(1) })).toBe(claim.proof.length === 0)
        expect(verifyInclusion({ ...claim, proof: [...claim.proof, claim.root] })).toBe(false)
        expect(verifyInclusion({ ...claim, index: other })).toBe(other === index)
        expect(verifyInclusion({ ...claim, leafHash: leafAt(other % MOST) })).toBe(other % MOST === index)
      }),
    )
  })

  test.each([
    { index: -1, size: 1 },
    { index: 1, size: 1 },
    { index: 0, size: 0 },
    { index: 0.5, size: 1 },
    { index: 0, size: Number.NaN },
  ])('of leaf $index in a tree of $size is refused', ({ index, size }) => {
    expect(verifyInclusion({ index, size, leafHash: leafAt(0), proof: [], root: leafAt(0) })).toBe(false)
    expect(() => nodesForInclusion(index, size)).toThrow(RangeError)
  })
})

describe('a consistency proof', () => {
  test('of every pair of trees up to 40 leaves holds, from the nodes that it names alone', () => {
    for (let second = 1; second <= 40; second++)
      for (let first = 1; first <= second; first++) expect(verifyConsistency(consistencyClaim(first, second)), `${first} to ${second}`).toBe(true)
  })

  test('holds for its own sizes and roots only', () => {
    fc.assert(
      fc.property(twoSizes, fc.nat(), ({ first, second }, bit) => {
        const claim = consistencyClaim(first, second)
        expect(verifyConsistency(claim)).toBe(true)
        expect(verifyConsistency({ ...claim, firstRoot: flipped(claim.firstRoot, bit) })).toBe(false)
        expect(verifyConsistency({ ...claim, secondRoot: flipped(claim.secondRoot, bit) })).toBe(false)
        expect(verifyConsistency({ ...claim, proof: claim.proof.map((hash, at) => (at === bit % claim.proof.length ? flipped(hash, bit) : hash)) })).toBe(
          first === second,
        )
        expect(verifyConsistency({ ...claim, proof: claim.proof.slice(0, -1) })).toBe(first === second)
        expect(verifyConsistency({ ...claim, proof: [...claim.proof, claim.secondRoot] })).toBe(false)
        expect(verifyConsistency({ ...claim, first: first - 1 })).toBe(false)
      }),
    )
  })

  test('cannot be made from an empty tree or to a smaller one', () => {
    expect(() => nodesForConsistency(0, 5)).toThrow(RangeError)
    expect(() => nodesForConsistency(6, 5)).toThrow(RangeError)
  })
})

const vectors = new URL('../../../shared/standards/integrity/merkle/', import.meta.url)
const common = { wantErr: z.boolean(), desc: z.string(), proof: z.array(z.string()).nullable() }
const InclusionVector = z.object({ ...common, leafIdx: z.number(), treeSize: z.number(), root: z.string(), leafHash: z.string() })
const ConsistencyVector = z.object({ ...common, size1: z.number(), size2: z.number(), root1: z.string(), root2: z.string() })

const bytes = (base64: string) => Buffer.from(base64, 'base64')
const proofOf = (vector: { proof: string[] | null }) => (vector.proof ?? []).map(bytes)

function vectorsOf<T>(kind: string, schema: z.ZodType<T>): [string, T][] {
  const names = readdirSync(new URL(kind, vectors), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'))
  return names.map((name) => [name, schema.parse(JSON.parse(readFileSync(new URL(`${kind}/${name}`, vectors), 'utf8')))])
}

describe.skipIf(!existsSync(vectors))('the published vectors', () => {
  test('of inclusion are answered as they say', () => {
    const cases = vectorsOf('inclusion', InclusionVector)
    expect(cases.length).toBeGreaterThan(90)
    for (const [name, vector] of cases) {
      const claim = { index: vector.leafIdx, size: vector.treeSize, leafHash: bytes(vector.leafHash), proof: proofOf(vector), root: bytes(vector.root) }
      expect(verifyInclusion(claim), `${name}: ${vector.desc}`).toBe(!vector.wantErr)
    }
  })

  test('of consistency are answered as they say', () => {
    const cases = vectorsOf('consistency', ConsistencyVector)
    expect(cases.length).toBeGreaterThan(90)
    for (const [name, vector] of cases) {
      const claim = { first: vector.size1, second: vector.size2, firstRoot: bytes(vector.root1), secondRoot: bytes(vector.root2), proof: proofOf(vector) }
      expect(verifyConsistency(claim), `${name}: ${vector.desc}`).toBe(!vector.wantErr)
    }
  })
})
