import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Keyring, open, openText, seal } from './envelope.ts'
import { randomBytes } from './random.ts'

const keyring: Keyring = { currentId: 'k2', keys: { k1: randomBytes(32), k2: randomBytes(32) } }
const purpose = 'system:sys_1:connection'
const refused = expect.objectContaining({ name: 'TenureError', code: 'unavailable' })

describe('a sealed secret', () => {
  test('opens again with the same keyring and purpose', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => Buffer.compare(open(keyring, seal(keyring, bytes, purpose), purpose), bytes) === 0))
    for (const text of ['', 'hunter2', 'ßäœ 𝄞', 'x'.repeat(100_000)]) expect(openText(keyring, seal(keyring, text, purpose), purpose)).toBe(text)
  })

  test('shows neither its text nor that two secrets are equal', () => {
    const [one, other] = [seal(keyring, 'hunter2', purpose), seal(keyring, 'hunter2', purpose)]
    expect(one).not.toBe(other)
    expect(one.split('.')[2]).not.toBe(other.split('.')[2])
    expect(one).not.toContain('hunter2')
    expect(one).toMatch(/^tnr1\.k2\.[\w-]+\.[\w-]+$/)
  })

  test('sealed under an older key still opens after the key was changed', () => {
    const sealed = seal({ ...keyring, currentId: 'k1' }, 'old', purpose)
    expect(openText(keyring, sealed, purpose)).toBe('old')
  })

  test('does not open in another row', () => {
    expect(() => open(keyring, seal(keyring, 'x', purpose), 'system:sys_2:connection')).toThrow(refused)
  })

  test('does not open with another key, nor without its key', () => {
    const sealed = seal(keyring, 'x', purpose)
    expect(() => open({ currentId: 'k2', keys: { k2: randomBytes(32) } }, sealed, purpose)).toThrow(refused)
    expect(() => open({ currentId: 'k1', keys: { k1: randomBytes(32) } }, sealed, purpose)).toThrow(/no 32-byte key "k2"/)
  })

  test('does not open when the body of another value is put in, though the purpose is the same', () => {
    const [one, other] = [seal(keyring, 'one', purpose).split('.'), seal(keyring, 'other', purpose).split('.')]
    expect(() => open(keyring, [...one.slice(0, 3), other[3]].join('.'), purpose)).toThrow(refused)
  })

  test('does not open after any character was changed', () => {
    // 34 bytes of ciphertext leave four bits of the last character unused.
    const sealed = seal(keyring, 'secret', purpose)
    for (let at = 0; at < sealed.length; at++) {
      for (const character of ['A', 'B', '9', '_', '.', '=', at === sealed.length - 1 ? String.fromCharCode(sealed.charCodeAt(at) + 1) : 'k']) {
        if (sealed[at] !== character) expect(() => open(keyring, sealed.slice(0, at) + character + sealed.slice(at + 1), purpose)).toThrow(refused)
      }
    }
  })

  test.each(['', 'hunter2', 'tnr1.k2', 'tnr2.k2.AAAA.AAAA', 'tnr1.k2.AAAA.AAAA', 'tnr1.__proto__.AAAA.AAAA', 'tnr1.k2.AAAA.AAAA.AAAA'])(
    '%j is refused in words',
    (text) => {
      expect(() => open(keyring, text, purpose)).toThrow(refused)
    },
  )
})

test.each([
  ['its current key is missing', { currentId: 'k3', keys: keyring.keys }],
  ['its key is too short', { currentId: 'k', keys: { k: randomBytes(16) } }],
  ['the name of its key has a dot', { currentId: 'k.1', keys: { 'k.1': randomBytes(32) } }],
])('nothing is sealed with a keyring when %s', (_, broken) => {
  expect(() => seal(broken, 'x', purpose)).toThrow(refused)
})
