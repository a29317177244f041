import { describe, expect, it } from 'vitest'
import { PlaceTracker } from './place.ts'
import { bytesOf, refusalOf } from './testing/read-all.ts'
import { utf8Chunks } from './utf8-chunks.ts'

async function textOf(content: Uint8Array, chunk: number): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const part of utf8Chunks(bytesOf(content, chunk), new PlaceTracker())) {
    expect(part.length).toBeLessThanOrEqual(65_536)
    chunks.push(part)
  }
  return Buffer.concat(chunks).toString()
}

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()

describe('the text of an import', () => {
  it('comes without its byte order mark, whatever the chunks', async () => {
    const text = `{"é€😀": "${'x'.repeat(200_000)}"}`
    for (const chunk of [1_000, 300_000]) expect(await textOf(Buffer.from(`\uFEFF${text}`), chunk)).toBe(text)
    for (const chunk of [1, 2, 3]) expect(await textOf(Buffer.from('\uFEFFé€😀'), chunk)).toBe('é€😀')
  })

  it.each([
    ['UTF-16 (little endian)', Buffer.from('{"A": []}', 'utf16le')],
    ['UTF-16 (little endian)', Buffer.from('\uFEFF{"A": []}', 'utf16le')],
    ['UTF-16 (big endian)', utf16be('{"A": []}')],
    ['UTF-16 (big endian)', utf16be('\uFEFF{"A": []}')],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0])],
    ['gzip data', Buffer.from([0x1f, 0x8b, 8, 0])],
    ['a zip archive', Buffer.from('PK\u0003\u0004rest')],
  ])('is refused by name when it is %s', async (name, content) => {
    for (const chunk of [1, 4096]) expect(await refusalOf(textOf(content, chunk))).toContain(`The file is ${name};`)
  })

  it.each([
    ['in Latin-1', Buffer.from('a\nbc\xe9d', 'latin1'), 'line 2, column 3, byte 4'],
    ['with an overlong sequence', Buffer.from([0x61, 0xc0, 0x80]), 'line 1, column 2, byte 1'],
    ['with a surrogate', Buffer.from([0x61, 0x62, 0xed, 0xa0, 0x80]), 'line 1, column 3, byte 2'],
  ])('is refused with the place of the first wrong byte when it is %s', async (_name, content, place) => {
    expect(await refusalOf(textOf(content, 4096))).toContain(`not UTF-8: save it as UTF-8 and import it again (${place})`)
  })

  it('is refused when it ends inside a character', async () => {
    for (const chunk of [1, 4096]) expect(await refusalOf(textOf(Buffer.from('ab€').subarray(0, 4), chunk))).toMatch(/ends in the middle of a character/)
  })
})
