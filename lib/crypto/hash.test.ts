import { expect, test } from 'vitest'
import { sha256, sha256Hex } from './hash.ts'

// FIPS 180-4, example "abc".
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'

test('text is hashed as its UTF-8 bytes', () => {
  expect(sha256Hex('abc')).toBe(ABC)
  expect(sha256Hex(Buffer.from('abc'))).toBe(ABC)
  expect(Buffer.from(sha256('abc')).toString('hex')).toBe(ABC)
  expect(sha256Hex('é')).toBe(sha256Hex(Uint8Array.of(0xc3, 0xa9)))
})
