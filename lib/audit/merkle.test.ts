import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { leafHash, type MerkleNode, newNodes, nodeHash, nodeReader, nodesForRoot, treeRoot } from './merkle.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const leaves = (count: number) => Array.from({ length: count }, (_, index) => leafHash(Buffer.from(`entry ${index}`)))

/** The definition of RFC 9162 §2.1.1, word by word: what the stored nodes must agree with. */
function rootByDefinition(hashes: readonly Uint8Array[]): Uint8Array {
  const [only] = hashes
  if (hashes.length === 1 && only) return only
  let split = 1
  while (split * 2 < hashes.length) split *= 2
  return nodeHash(rootByDefinition(hashes.slice(0, split)), rootByDefinition(hashes.slice(split)))
}

describe('the Merkle tree', () => {
  // The eight leaves and roots of the Certificate Transparency test tree (RFC 6962).
  const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
  const roots = [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ]

  test('has the published roots at every size', () => {
    const nodes = newNodes(
      0,
      inputs.map((input) => leafHash(Buffer.from(input, 'hex'))),
      nodeReader([]),
    )
    expect(roots.map((_, index) => hex(treeRoot(index + 1, nodeReader(nodes))))).toEqual(roots)
  })

  test('of no leaves has the hash of nothing for its root', () => {
    expect(hex(treeRoot(0, nodeReader([])))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(newNodes(0, [], nodeReader([]))).toEqual([])
  })

  test('grows in any number of steps to the same nodes and root, reading only the nodes that it names', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { minLength: 1, maxLength: 12 }), (steps) => {
        const all = leaves(steps.reduce((sum, step) => sum + step, 0))
        const stored: MerkleNode[] = []
        let size = 0
        for (const step of steps) {
          const named = nodesForRoot(size).map(
            ({ level, index }) => stored.find((node) => node.level === level && node.index === index) ?? expect.fail(`no node ${level}/${index}`),
          )
          stored.push(...newNodes(size, all.slice(size, size + step), nodeReader(named)))
          size += step
        }
        const written = (nodes: readonly MerkleNode[]) => nodes.map(({ level, index, hash }) => `${level}/${index} ${hex(hash)}`).toSorted()
        expect(written(stored)).toEqual(written(newNodes(0, all, nodeReader([]))))
        if (size > 0) expect(hex(treeRoot(size, nodeReader(stored)))).toBe(hex(rootByDefinition(all)))
      }),
      { numRuns: 40 },
    )
  })

  test('keeps the roots of all its earlier sizes', () => {
    const all = leaves(70)
    const read = nodeReader(newNodes(0, all, nodeReader([])))
    for (let size = 1; size <= all.length; size++) expect(hex(treeRoot(size, read))).toBe(hex(rootByDefinition(all.slice(0, size))))
  })

  test('names few nodes, at sizes beyond 32 bits too', () => {
    expect(nodesForRoot(2 ** 40 + 5)).toEqual([
      { level: 40, index: 0 },
      { level: 2, index: 2 ** 38 },
      { level: 0, index: 2 ** 40 + 4 },
    ])
    expect(nodesForRoot(2 ** 50 - 1)).toHaveLength(50)
  })

  test('says which node was not fetched', () => {
    expect(() => treeRoot(3, nodeReader([]))).toThrow('The Merkle node 1/0 is missing')
  })
})
