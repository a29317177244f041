import { parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvLine } from '#lib/core/csv.ts'
import type { RecordKind } from './pack-format.ts'
import { MAX_RECORD_BYTES, recordSplitter } from './split-records.ts'

/** The records of a text that arrives in pieces of so many bytes. */
function split(kind: RecordKind, text: string, size = 3) {
  const splitter = recordSplitter(kind)
  const bytes = Buffer.from(text)
  const records: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += size) records.push(...splitter.push(bytes.subarray(at, at + size)))
  const rest = splitter.end()
  return { records: records.map((record) => Buffer.from(record).toString()), rest: rest && Buffer.from(rest).toString() }
}

describe('a stream of records', () => {
  test.each([
    ['', [], null],
    ['a\nb\n', ['a', 'b'], null],
    ['a\n\nb', ['a', ''], 'b'],
    ['{"x":"\\"\n', ['{"x":"\\"'], null],
  ])('of JSONL %j is cut at its line feeds', (text, records, rest) => {
    expect(split('jsonl', text)).toEqual({ records, rest })
  })

  test.each([
    ['a,b\r\n"x\ny",z\r\n', ['a,b\r', '"x\ny",z\r'], null],
    ['"say ""hi""\n"\n', ['"say ""hi""\n"'], null],
    ['"never closed\na\n', [], '"never closed\na\n'],
  ])('of CSV %j is cut at the line feeds outside of quotes', (text, records, rest) => {
    expect(split('csv', text)).toEqual({ records, rest })
  })

  test('of CSV is cut where a CSV reader cuts it, however it arrives', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', '\n', '\r', ',', 'é') })
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), fc.integer({ min: 1, max: 9 }), (rows, size) => {
        const { records, rest } = split('csv', rows.map(csvLine).join(''), size)
        expect(rest).toBeNull()
        expect(records.map((record) => parse(`${record}\n`, { record_delimiter: '\r\n' })[0])).toEqual(
          parse(rows.map(csvLine).join(''), { record_delimiter: '\r\n' }),
        )
      }),
    )
  })

  test('never waits for a record without an end', () => {
    const splitter = recordSplitter('jsonl')
    const block = Buffer.alloc(1024 * 1024, 0x20)
    for (let bytes = 0; bytes < MAX_RECORD_BYTES; bytes += block.length) splitter.push(block)
    expect(() => splitter.push(block)).toThrow(/A record is longer than/)
  })
})
