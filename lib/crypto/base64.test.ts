import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromBase64, fromEitherBase64, toBase64 } from './base64.ts'

test('bytes survive the way there and back, in both alphabets', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const url = Buffer.from(bytes).toString('base64url')
      for (const read of [fromBase64(toBase64(bytes)), fromEitherBase64(toBase64(bytes)), fromEitherBase64(url)])
        expect(Array.from(read ?? [-1])).toEqual(Array.from(bytes))
    }),
  )
})

test.each(['QQ', 'QR==', 'QQ==\n', 'Q Q=', '-_-_', 'Q', '===='])('only the one right spelling is standard base64: %j is refused', (text) => {
  expect(fromBase64(text)).toBeNull()
})

test.each(['QR==', 'QR', 'Q*==', 'Q'])('%j is base64 in no alphabet', (text) => {
  expect(fromEitherBase64(text)).toBeNull()
})
