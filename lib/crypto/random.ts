import { randomBytes as bytesOfNode } from 'node:crypto'

/** Cryptographically strong random bytes. */
export function randomBytes(length: number): Uint8Array {
  return bytesOfNode(length)
}

/** A new secret of 256 random bits, as 43 characters of base64url: a token, a password, a link. */
export function randomSecret(): string {
  return bytesOfNode(32).toString('base64url')
}
