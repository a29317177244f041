import { expect, test } from 'vitest'
import { randomBytes, randomSecret } from './random.ts'

test('a secret is 256 bits in base64url, and never the same twice', () => {
  const secrets = Array.from({ length: 100 }, randomSecret)
  expect(new Set(secrets).size).toBe(100)
  for (const secret of secrets) expect(secret).toMatch(/^[\w-]{43}$/)
})

test('as many random bytes as asked for', () => {
  expect(randomBytes(20)).toHaveLength(20)
  expect(randomBytes(32)).not.toEqual(randomBytes(32))
})
