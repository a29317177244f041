import { invalidFile } from './invalid-file.ts'
import { locateValue } from './locate-value.ts'
import type { FileItem } from './parse-item.ts'
import { pathText } from './json-path.ts'
import { PlaceTracker, type Place } from './place.ts'
import { utf8Chunks } from './utf8-chunks.ts'

/** One line of a file of JSON lines: its value, its number from 0, and its place. */
export type JsonLine = FileItem & { index: number; place: Place & { path: string } }

const LINE_BYTES = 1024 * 1024
const NEWLINE = 0x0a

/**
 * The values of JSON lines (one JSON text a line, blank lines between them), holding no more than one line and one chunk. Errors, all `invalid` with the place:
 * bytes that are not UTF-8, a line that is not JSON (such as the last one of a file that was cut off) or is longer than `lineBytes`.
 */
export async function* readJsonLines(bytes: AsyncIterable<Uint8Array>, lineBytes = LINE_BYTES): AsyncGenerator<JsonLine, void, undefined> {
  const places = new PlaceTracker()
  const line = new LineBuffer(lineBytes)
  let index = 0
  for await (const chunk of utf8Chunks(bytes, places)) {
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      line.add(chunk.subarray(start, end), places.at(places.chunkStart + start))
      const value = line.take(index)
      if (value) {
        yield value
        index += 1
      }
      start = end + 1
    }
    if (start < chunk.length) line.add(chunk.subarray(start), places.at(places.chunkStart + start))
  }
  const last = line.take(index)
  if (last) yield last
}

/** The line that is being read, in the pieces in which it came. */
class LineBuffer {
  readonly #limit: number
  #pieces: Uint8Array[] = []
  #size = 0
  #start: Place = { line: 1, column: 1, byte: 0 }

  constructor(limit: number) {
    this.#limit = limit
  }

  add(piece: Uint8Array, place: Place): void {
    if (this.#size === 0) this.#start = place
    this.#size += piece.length
    if (this.#size > this.#limit) throw invalidFile(`has a line of more than ${this.#limit / 1024 / 1024} MB, more than any such entry holds`, this.#start)
    this.#pieces.push(piece.slice())
  }

  /** The value of the line, null for a blank one; the buffer is empty after it. */
  take(index: number): JsonLine | null {
    const bytes = Buffer.concat(this.#pieces)
    const start = this.#start
    this.#pieces = []
    this.#size = 0
    const text = bytes.toString()
    if (text.trim() === '') return null
    const place = { ...start, path: `[${index}]` }
    const placeOf = (inner: readonly PropertyKey[]) => (inner.length === 0 ? place : { ...locateValue(bytes, start, inner), path: pathText([index, ...inner]) })
    return { index, value: parsed(text, place), place, placeOf }
  }
}

function parsed(text: string, place: Place & { path: string }): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalidFile('is not one line of valid JSON: the file is damaged or cut off', place)
  }
}
