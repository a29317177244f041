const QUOTE = 0x22
const NEWLINE = 0x0a

/** Cuts a stream of CSV bytes where rows end: at line ends outside quotes. Doubled quotes open and close again, so counting them is enough. */
export class CsvRowSplitter {
  #pending: Uint8Array[] = []
  #pendingBytes = 0
  #quoted = false

  /** True while a quote is open. */
  get quoted(): boolean {
    return this.#quoted
  }

  /** The bytes of the unfinished row so far. */
  get pendingBytes(): number {
    return this.#pendingBytes
  }

  /** The rows that end in this chunk, without their line end; `next` is where in the chunk the row after it begins. */
  *split(chunk: Uint8Array): Generator<{ row: Uint8Array; next: number }, void, undefined> {
    let from = 0
    for (let index = 0; index < chunk.length; index += 1) {
      if (chunk[index] === QUOTE) this.#quoted = !this.#quoted
      if (chunk[index] !== NEWLINE || this.#quoted) continue
      yield { row: this.rest(chunk.subarray(from, index)), next: index + 1 }
      from = index + 1
    }
    this.#pending.push(chunk.slice(from))
    this.#pendingBytes += chunk.length - from
  }

  /** The unfinished row, ended by `tail`. */
  rest(tail: Uint8Array = new Uint8Array(0)): Uint8Array {
    const row = Buffer.concat([...this.#pending, tail])
    this.#pending = []
    this.#pendingBytes = 0
    return row
  }
}
