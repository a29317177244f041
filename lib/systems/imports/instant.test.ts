import { describe, expect, it } from 'vitest'
import { meansNever, parseInstant } from './instant.ts'

describe('an instant of AWS', () => {
  it.each([
    ['2026-11-22T05:14:53Z', '2026-11-22T05:14:53.000Z'],
    ['2026-11-22T05:14:53.875Z', '2026-11-22T05:14:53.875Z'],
    ['2019-12-18 19:10:08+00:00', '2019-12-18T19:10:08.000Z'],
    ['2019-05-03T21:56:43.085000+02:00', '2019-05-03T19:56:43.085Z'],
    ['2019-05-03T21:56:43+0200', '2019-05-03T19:56:43.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('%s is read', (text, instant) => {
    expect(parseInstant(text)?.toISOString()).toBe(instant)
  })

  it.each([
    '',
    'N/A',
    '2026-11-22',
    '2026-11-22T05:14:53',
    '2026-13-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-11-22T24:00:00Z',
    '2026-11-22T05:61:00Z',
    '0000-01-01T00:00:00Z',
    '1576696208',
  ])('%s is none', (text) => {
    expect(parseInstant(text)).toBeNull()
  })

  it('in the year 9999 means never', () => {
    expect(meansNever(new Date('9999-12-31T23:59:59Z'))).toBe(true)
    expect(meansNever(new Date('2026-11-22T00:00:00Z'))).toBe(false)
  })
})
