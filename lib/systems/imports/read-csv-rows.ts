import { CsvRowSplitter } from './csv-row-splitter.ts'
import { invalidFile } from './invalid-file.ts'
import { PlaceTracker, type Place } from './place.ts'
import { splitCsvRow } from './split-csv-row.ts'
import { utf8Chunks } from './utf8-chunks.ts'

/** One row of a CSV text. `placeOf` is the place of its n-th field, from 0. */
export type CsvRow = { fields: string[]; place: Place; placeOf: (index: number) => Place }

const ROW_BYTES = 1024 * 1024
const CARRIAGE_RETURN = 0x0d

/**
 * The rows of a CSV file (RFC 4180, lines ended by LF or CR LF, blank lines passed over), holding one row and one chunk in memory.
 * Errors, all `invalid` with the place: bytes that are not UTF-8, a quote where none may stand, a row over 1 MB, a file that ends inside quotes.
 * `part` names the text in messages where it is not the file itself but was taken out of it; places then count inside that text.
 */
export async function* readCsvRows(bytes: AsyncIterable<Uint8Array>, part?: string): AsyncGenerator<CsvRow, void, undefined> {
  const places = new PlaceTracker()
  const within = (place: Place): Place => (part === undefined ? place : { ...place, path: part })
  const splitter = new CsvRowSplitter()
  let start: Place | null = null
  for await (const chunk of utf8Chunks(bytes, places)) {
    start ??= within(places.at(places.chunkStart))
    for (const { row, next } of splitter.split(chunk)) {
      if (!isBlank(row)) yield rowOf(row, start)
      start = within(places.at(places.chunkStart + next))
    }
    if (splitter.pendingBytes > ROW_BYTES) throw invalidFile(`has a row of more than 1 MB here${splitter.quoted ? ': a quote is not closed' : ''}`, start)
  }
  if (!start) return
  if (splitter.quoted)
    throw invalidFile(`ends inside a quoted field of the row in line ${start.line}: it is cut off, or a quote is not closed`, within(places.end()))
  const last = splitter.rest()
  if (!isBlank(last)) yield rowOf(last, start)
}

function isBlank(row: Uint8Array): boolean {
  return row.length === 0 || (row.length === 1 && row[0] === CARRIAGE_RETURN)
}

function rowOf(line: Uint8Array, place: Place): CsvRow {
  const text = line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line
  const placeIn = (offset: number) => {
    const places = new PlaceTracker(place)
    places.enter(text)
    return { ...place, ...places.at(place.byte + offset) }
  }
  const split = splitCsvRow(text)
  if ('problem' in split) throw invalidFile(split.problem, placeIn(split.offset))
  return { fields: split.fields, place, placeOf: (index) => placeIn(split.offsets[index] ?? text.length) }
}
