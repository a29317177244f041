import { parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvLine } from './csv.ts'

describe('a row of CSV', () => {
  test.each([
    [['nhi_1', 'payroll', 12], 'nhi_1,payroll,12'],
    [['a "quoted" word', 'x,y', 'two\nlines'], '"a ""quoted"" word","x,y","two\nlines"'],
    [[null, undefined, ''], ',,'],
    [[''], '""'],
    [[true, 10, new Date('2026-11-22T10:00:00Z')], 'true,10,2026-11-22T10:00:00.000Z'],
    [[' padded '], '" padded "'],
  ])('%j is written as %j', (values, line) => {
    expect(csvLine(values)).toBe(`${line}\r\n`)
  })

  test.each(['=1+1', '+49 30', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠x'])(
    'text that begins like a formula gets an apostrophe: %j',
    (text) => {
      const [row] = parse(csvLine([text]))
      expect(row).toEqual([`'${text}`])
    },
  )

  test('a formula stays harmless behind quotes and commas', () => {
    expect(csvLine(['=HYPERLINK("http://x","y")'])).toBe(`"'=HYPERLINK(""http://x"",""y"")"\r\n`)
  })

  test('numbers stay numbers, the negative ones too', () => {
    expect(csvLine([-5, 1.5, -10n])).toBe('-5,1.5,-10\r\n')
  })

  const text = fc.string({ unit: fc.constantFrom('a', 'é', '𝄞', ' ', '"', "'", ',', ';', '\n', '\r', '\t', '=', '-', '\u0000') })

  test('whatever text goes in comes out of a CSV reader again', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text, text), { minLength: 1 }), (rows) => {
        const read = parse(rows.map(csvLine).join(''), { record_delimiter: '\r\n' })
        expect(read.map((row) => row.map((cell) => cell.replace(/^'/, '')))).toEqual(rows.map((row) => row.map((cell) => cell.replace(/^'/, ''))))
      }),
    )
  })
})
