import { expect, it } from 'vitest'
import { shortenMiddle } from './shorten-middle.ts'

it('an identifier keeps its prefix and its end, which tell it from others', () => {
  expect(shortenMiddle('lse_01jd8x2m4pfxta3v9k0q7e5r6s')).toBe('lse_01jd…7e5r6s')
})

it('an identifier that would hardly get shorter stays whole', () => {
  expect(shortenMiddle('usr_01jd8x2m4pfx')).toBe('usr_01jd8x2m4pfx')
})
