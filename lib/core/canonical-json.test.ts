import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

const vectors = new URL('../../../shared/standards/integrity/jcs/', import.meta.url)

describe('canonical JSON (RFC 8785)', () => {
  test('members are sorted by their UTF-16 code units, numbers have one form, and nothing stands between', () => {
    expect(canonicalJson({ b: [1e21, 1.0, -0, 0.000001], a: { '\u20ac': null, '\r': true, '1': 'ü"\n' } })).toBe(
      '{"a":{"\\r":true,"1":"ü\\"\\n","€":null},"b":[1e+21,1,0,0.000001]}',
    )
  })

  test('a date is written as its ISO instant', () => {
    expect(canonicalJson({ at: new Date('2026-11-22T10:00:00Z') })).toBe('{"at":"2026-11-22T10:00:00.000Z"}')
  })

  test.each([[undefined], [Number.NaN], [Number.POSITIVE_INFINITY], [() => 1]])('%j has no JSON form', (value) => {
    expect(() => canonicalJson(value)).toThrow()
  })

  test.skipIf(!existsSync(vectors))('the published vectors come out byte for byte', () => {
    const names = readdirSync(new URL('input/', vectors))
    expect(names.length).toBeGreaterThan(5)
    for (const name of names) {
      const input: unknown = JSON.parse(readFileSync(new URL(`input/${name}`, vectors), 'utf8'))
      expect(canonicalJson(input), name).toBe(readFileSync(new URL(`output/${name}`, vectors), 'utf8'))
    }
  })
})
