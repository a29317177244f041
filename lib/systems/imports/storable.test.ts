import { describe, expect, it } from 'vitest'
import { cutText, storageProblem } from './storable.ts'

describe('a value that PostgreSQL cannot store', () => {
  it.each([
    [{ a: ['x', { b: 'a\u0000' }] }, ['a', 1, 'b'], /NUL/],
    [{ a: { 'k\u0000': 1 } }, ['a'], /NUL/],
    [['\udc00'], [0], /lone surrogate/],
    ['\ud83d', [], /lone surrogate/],
  ])('is told with its path: %j', (value, path, problem) => {
    expect(storageProblem(value)).toEqual({ path, problem: expect.stringMatching(problem) })
  })

  it('is one that is nested without end', () => {
    expect(storageProblem(JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`))?.problem).toMatch(/nested more than 64/)
  })

  it('is no ordinary one', () => {
    for (const value of [null, 1, true, '😀', { a: [{}], b: undefined }]) expect(storageProblem(value)).toBeNull()
  })
})

describe('a text that is cut', () => {
  it('is as long as asked and never ends in half a character', () => {
    expect(cutText('abc', 3)).toBe('abc')
    expect(cutText('abcd', 3)).toBe('ab…')
    expect(cutText('a😀b', 3)).toBe('a…')
    expect(cutText('a😀bc', 4)).toBe('a😀…')
  })
})
