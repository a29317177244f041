import fc from 'fast-check'
import { stringify } from 'csv-stringify/sync'
import { describe, expect, it } from 'vitest'
import { readCsvRows, type CsvRow } from './read-csv-rows.ts'
import { bytesOf, refusalOf } from './testing/read-all.ts'

async function rowsOf(content: string, chunk = 4096, part?: string): Promise<CsvRow[]> {
  const rows: CsvRow[] = []
  for await (const row of readCsvRows(bytesOf(content, chunk), part)) rows.push(row)
  return rows
}

describe('the rows of a CSV file', () => {
  it.each([1, 2, 5, 4096])('keep quoted commas, quotes and line ends, and know where each field stands (%i bytes a chunk)', async (chunk) => {
    const rows = await rowsOf('\uFEFFa,b\r\n"x\ny",é\n\n1,"2""3, 4",z\n,\n"",5', chunk)
    expect(rows.map((row) => row.fields)).toEqual([
      ['a', 'b'],
      ['x\ny', 'é'],
      ['1', '2"3, 4', 'z'],
      ['', ''],
      ['', '5'],
    ])
    expect(rows[2]?.placeOf(2)).toMatchObject({ line: 5, column: 13 })
    expect(rows[1]?.placeOf(1)).toMatchObject({ line: 3, column: 4 })
  })

  it('are what a CSV writer wrote', async () => {
    const field = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'é', '😀', '=') })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1 }), fc.integer({ min: 1, max: 20 }), async (rows, chunk) => {
        const read = await rowsOf(stringify(rows, { quoted: true }), chunk)
        expect(read.map((row) => row.fields)).toEqual(rows)
      }),
      { numRuns: 100 },
    )
  }, 30_000)

  it.each([
    ['text follows a closing quote', 'a,b\n1,"2"x\n', /^The file has text after a closing quote \(line 2, column 6, byte 9\)$/],
    ['a quote stands inside a field', 'a,b\n1,x"2"\n', /^The file has a quote inside a field that does not begin with one \(line 2, column 4, byte 7\)$/],
    ['a quote is never closed', 'a,b\n1,"2\n3,4\n', /^The file ends inside a quoted field of the row in line 2/],
    [
      'a row does not end',
      `a,b\n1,"${'x'.repeat(1_200_000)}`,
      /^The file has a row of more than 1 MB here: a quote is not closed \(line 2, column 1, byte 4\)$/,
    ],
  ])('are refused with the place when %s', async (_why, content, message) => {
    for (const chunk of [1024, 4_000_000]) expect(await refusalOf(rowsOf(content, chunk))).toMatch(message)
  })

  it('name the part of the file that they were taken from', async () => {
    expect(await refusalOf(rowsOf('a\n"', 10, 'The report in Content'))).toMatch(/^The report in Content ends inside/)
  })
})
