import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readJsonItems, type JsonItem, type JsonItemOptions } from './read-json-items.ts'
import { bytesOf, refusalOf } from './testing/read-all.ts'

const OPTIONS: JsonItemOptions = { lists: ['A', 'B'], members: ['Done'] }

async function itemsOf(content: string | Uint8Array, options = OPTIONS, chunk = 7): Promise<JsonItem[]> {
  const items: JsonItem[] = []
  for await (const item of readJsonItems(bytesOf(content, chunk), options)) items.push(item)
  return items
}

describe('the items of a JSON file', () => {
  it.each([1, 2, 3, 7, 4096])('come with list, position and place, whatever the chunks (%i bytes)', async (chunk) => {
    const text = '\uFEFF{"A": [{"x": "é€😀"}, "s", 3], "Other": [[{}]], "Done": false,\r\n  "B": [\n    {"y": 1}]}\n'
    const items = await itemsOf(text, OPTIONS, chunk)
    expect(items.map(({ list, index, value }) => [list, index, value])).toEqual([
      ['A', 0, { x: 'é€😀' }],
      ['A', 1, 's'],
      ['A', 2, 3],
      ['Done', 0, false],
      ['B', 0, { y: 1 }],
    ])
    expect(items[0]?.place).toEqual({ path: 'A[0]', line: 1, column: 8, byte: 10 })
    expect(items[4]?.place).toEqual({ path: 'B[0]', line: 3, column: 5, byte: Buffer.from(text).lastIndexOf('{"y"') })
  })

  it('know the place of each of their parts, and the nearest one of what is missing', async () => {
    const text = '{"B": [{"deep": [\n  {"name": "ü", "wrong": 5}]}, {"missing": 1}]}'
    for (const chunk of [1, 9, 4096]) {
      const [item] = await itemsOf(text, OPTIONS, chunk)
      expect(item?.placeOf(['deep', 0, 'wrong'])).toEqual({ path: 'B[0].deep[0].wrong', line: 2, column: 26, byte: Buffer.from(text).indexOf('5}') })
      expect(item?.placeOf(['missing'])).toMatchObject({ path: 'B[0].missing', line: 1, column: 8 })
    }
  })

  it('are those of the root where the root is a list', async () => {
    const items = await itemsOf('[{"a": 1},\n{"a": 2}]', { lists: [''] })
    expect(items.map(({ place, value }) => [place.path, place.line, value])).toEqual([
      ['[0]', 1, { a: 1 }],
      ['[1]', 2, { a: 2 }],
    ])
  })

  it('are what JSON.parse makes of them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue({ maxDepth: 4 })), fc.integer({ min: 1, max: 40 }), async (values, chunk) => {
        const items = await itemsOf(JSON.stringify({ A: values }, null, 1), OPTIONS, chunk)
        expect(items.map((item) => item.value)).toEqual(JSON.parse(JSON.stringify(values)))
      }),
      { numRuns: 100 },
    )
  }, 30_000)
})

describe('a JSON file is refused with the place when', () => {
  const cases: [why: string, content: string, message: RegExp][] = [
    ['it is empty', '', /empty \(line 1, column 1, byte 0\)/],
    ['it is blank', ' \n ', /^The file ends before its JSON does.*\(line 2, column 2, byte 3\)$/],
    ['it is cut off inside an item', '{"A": [{"x": 1}, {"x', /^The file ends in the middle of A\[1\].*line 1, column 21, byte 20\)$/],
    ['it goes on after its end', '{"A": []}\n{"A": []}', /^The file goes on after the end of its JSON \(line 2, column 1, byte 10\)$/],
    ['it has a wrong bracket', '{"A": [{"x": 1]}', /not valid JSON here \(line 1, column 15, byte 14\)$/],
    ['it has a wrong word', '{"A": [{"x": tru}]}', /^A\[0\]\.x is not valid JSON here \(line 1, column 17, byte 16\)$/],
    ['a text holds a bare control character', '{"A": [{"x": "\u0001"}]}', /^A\[0\]\.x is not valid JSON here/],
    ['a list is none', '{"A": {"x": 1}}', /^A must be a list \(line 1, column 7, byte 6\)$/],
    ['a list is null', '{"A": null}', /^A must be a list/],
    ['a list comes twice', '{"A": [1], "A": [2]}', /^A comes twice in the file \(line 1, column 17, byte 16\)$/],
    ['its root is a list', '[]', /^The file must be a JSON object/],
    ['its root is a text', '"x"', /^The file must be a JSON object/],
    ['it holds no wanted list', '{"C": []}', /^The file holds none of A, B/],
    ['it is nested too deep', `{"C": ${'['.repeat(100_000)}`, /nested more than 64 levels deep/],
  ]
  it.each(cases)('%s', async (_why, content, message) => {
    for (const chunk of [1, 7, 4096]) expect(await refusalOf(itemsOf(content, OPTIONS, chunk))).toMatch(message)
  })

  it('an item is larger than an item may be, also while it is one endless text', async () => {
    const small = { ...OPTIONS, itemBytes: 256 * 1024 }
    expect(await refusalOf(itemsOf(`{"A": [{"x": [${'1,'.repeat(200_000)}1]}]}`, small, 65_536))).toMatch(/^A\[0\] is larger than 0.25 MB/)
    expect(await refusalOf(itemsOf(`{"A": [{"x": "${'y'.repeat(400_000)}`, small, 65_536))).toMatch(/^A\[0\] is larger than 0.25 MB/)
    expect(await refusalOf(itemsOf(`{"${'k'.repeat(400_000)}`, small, 65_536))).toMatch(/larger than 0.25 MB/)
    expect(await itemsOf(`{"C": [${'{"z": [1]},'.repeat(40_000)}0], "A": [1]}`, small, 65_536)).toHaveLength(1)
  }, 30_000)
})
