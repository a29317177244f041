/** Where in a file something stands: line and column count from 1 (column in characters), `byte` from 0; `path` as in `UserDetailList[12].Arn`. */
export type Place = { line: number; column: number; byte: number; path?: string }

const NEWLINE = 0x0a

/** Follows a UTF-8 file chunk by chunk, so that a byte offset can be told as line and column without keeping the file. */
export class PlaceTracker {
  #chunk: Uint8Array = new Uint8Array(0)
  #chunkStart: number
  #cursor: number
  #line: number
  #column: number

  /** Starts at the beginning of the file, or at a known place inside it. */
  constructor(start: Place = { line: 1, column: 1, byte: 0 }) {
    this.#chunkStart = start.byte
    this.#cursor = start.byte
    this.#line = start.line
    this.#column = start.column
  }

  /** Passes bytes that are not text (a byte order mark): they move the offset, but neither line nor column. */
  skip(count: number): void {
    this.#cursor += count
  }

  /** Takes the next chunk; the one before it is counted to its end. */
  enter(chunk: Uint8Array): void {
    this.end()
    this.#chunk = chunk
    this.#chunkStart = this.#cursor
  }

  /** Byte offset of the first byte of the current chunk. */
  get chunkStart(): number {
    return this.#chunkStart
  }

  /**
   * The place of the byte at `offset`. Offsets are asked in rising order. One behind the cursor can only be the start of a
   * text that began in an earlier chunk: it holds no newline, so it lies in the same line.
   */
  at(offset: number): Place {
    if (offset < this.#cursor) return { line: this.#line, column: Math.max(1, this.#column - (this.#cursor - offset)), byte: offset }
    this.#advance(offset)
    return { line: this.#line, column: this.#column, byte: offset }
  }

  /** The place after the last byte of the current chunk. */
  end(): Place {
    return this.at(Math.max(this.#cursor, this.#chunkStart + this.#chunk.length))
  }

  #advance(offset: number): void {
    const stop = Math.min(offset - this.#chunkStart, this.#chunk.length)
    for (let index = this.#cursor - this.#chunkStart; index < stop; index += 1) {
      const byte = this.#chunk[index] ?? 0
      if (byte === NEWLINE) {
        this.#line += 1
        this.#column = 1
      } else if ((byte & 0xc0) !== 0x80) this.#column += 1 // continuation bytes belong to the character before them
    }
    this.#cursor = offset
  }
}
