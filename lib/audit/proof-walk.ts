/** Where a verifier stands on its way up: the number of its node, and of the last node, on this level (`fn` and `sn` of RFC 9162 §2.1.3.2). */
export type Standpoint = { readonly node: number; readonly last: number }

/** Whether the next hash of a proof belongs to the left of the node. */
export function joinsFromLeft({ node, last }: Standpoint): boolean {
  return node % 2 === 1 || node === last
}

/** The standpoint after joining with the next hash; a lone last node rises until it has a left neighbour. */
export function climb(from: Standpoint): Standpoint {
  let at = from
  if (joinsFromLeft(from)) while (at.node % 2 === 0 && at.node !== 0) at = halved(at)
  return halved(at)
}

/** The standpoint of the complete subtree that ends the first tree, from which a consistency proof sets out (RFC 9162 §2.1.4.2). */
export function riseWhileRight(from: Standpoint): Standpoint {
  let at = from
  while (at.node % 2 === 1) at = halved(at)
  return at
}

const halved = ({ node, last }: Standpoint): Standpoint => ({ node: Math.floor(node / 2), last: Math.floor(last / 2) })
