import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { formatSpiffeId, parseSpiffeId, spiffeIdProblem } from './spiffe-id.ts'

const VECTORS = fileURLToPath(new URL('../../../shared/standards/spiffe/spiffeid-parse-vectors.json', import.meta.url))
type Vector = { in: string; ok: boolean; trust_domain?: string; path?: string }

describe('a SPIFFE ID', () => {
  it('has a trust domain and a path, and is put together again as it was', () => {
    expect(parseSpiffeId('spiffe://example.org/ns/prod/sa/api')).toEqual({ trustDomain: 'example.org', path: '/ns/prod/sa/api' })
    expect(parseSpiffeId('spiffe://example.org')).toEqual({ trustDomain: 'example.org', path: '' })
    for (const text of ['spiffe://a', 'spiffe://a-b_c.9/..x/...']) expect(formatSpiffeId(parseSpiffeId(text) ?? { trustDomain: '', path: '' })).toBe(text)
  })

  it('takes of each ASCII character only what the standard allows, in the trust domain and in the path', () => {
    for (let code = 0; code < 256; code += 1) {
      const character = String.fromCharCode(code)
      const inDomain = /[a-z0-9._-]/.test(character)
      expect(parseSpiffeId(`spiffe://td${character}x/path`) !== null, `trust domain with U+${code.toString(16)}`).toBe(inDomain || character === '/')
      expect(parseSpiffeId(`spiffe://td/path${character}x`) !== null, `path with U+${code.toString(16)}`).toBe(/[A-Za-z0-9._/-]/.test(character))
    }
  })

  it.each([
    ['', /empty/],
    ['s', /begin with spiffe/],
    ['Spiffe://td/x', /begin with spiffe/],
    ['https://td/x', /begin with spiffe/],
    ['spiffe://', /name a trust domain/],
    ['spiffe:///x', /name a trust domain/],
    ['spiffe://TD/x', /lower-case/],
    ['spiffe://user@td/x', /lower-case/],
    ['spiffe://td:80/x', /lower-case/],
    ['spiffe://td/', /end in a slash/],
    ['spiffe://td/x/', /end in a slash/],
    ['spiffe://td//', /empty segment/],
    ['spiffe://td//x', /empty segment/],
    ['spiffe://td/./x', /segment \. or \.\./],
    ['spiffe://td/x/..', /segment \. or \.\./],
    ['spiffe://td/x?q', /path segments/],
    ['spiffe://td/%41', /path segments/],
    [`spiffe://${'a'.repeat(256)}/x`, /at most 255/],
    [`spiffe://td/${'a'.repeat(2_048)}`, /at most 2048/],
  ])('is not %s', (text, problem) => {
    expect(spiffeIdProblem(text)).toMatch(problem)
    expect(parseSpiffeId(text)).toBeNull()
  })

  it('may be as long as the standard says', () => {
    expect(parseSpiffeId(`spiffe://${'a'.repeat(255)}`)).not.toBeNull()
    expect(parseSpiffeId(`spiffe://td/${'a'.repeat(2_048 - 12)}`)).not.toBeNull()
  })

  it.skipIf(!existsSync(VECTORS))('is read as go-spiffe reads it', () => {
    const { cases }: { cases: Vector[] } = JSON.parse(readFileSync(VECTORS, 'utf8'))
    expect(cases.length).toBe(535)
    for (const vector of cases)
      expect(parseSpiffeId(vector.in), JSON.stringify(vector.in)).toEqual(vector.ok ? { trustDomain: vector.trust_domain, path: vector.path } : null)
  })
})
