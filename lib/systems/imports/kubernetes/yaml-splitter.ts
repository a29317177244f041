const NEWLINE = 0x0a

/** Cuts a stream of YAML bytes where documents begin: at lines that start with `---` (YAML 1.2.2 §9.1). Nothing else in a document may start a line so. */
export class YamlSplitter {
  #pieces: Uint8Array[] = []
  #bytes = 0
  #line: Uint8Array = new Uint8Array(0)
  #hasContent = false

  /** The bytes of the unfinished document so far. */
  get pendingBytes(): number {
    return this.#bytes + this.#line.length
  }

  /** The documents that end in this chunk. */
  *split(chunk: Uint8Array): Generator<Uint8Array, void, undefined> {
    let from = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      const line = Buffer.concat([this.#line, chunk.subarray(from, end + 1)])
      this.#line = new Uint8Array(0)
      from = end + 1
      yield* this.#take(line)
    }
    if (from < chunk.length) this.#line = Buffer.concat([this.#line, chunk.subarray(from)])
  }

  /** What is left when the stream has ended. */
  *rest(): Generator<Uint8Array, void, undefined> {
    if (this.#line.length > 0) yield* this.#take(this.#line)
    this.#line = new Uint8Array(0)
    if (this.#bytes > 0) yield this.#finish()
  }

  *#take(line: Uint8Array): Generator<Uint8Array, void, undefined> {
    const text = Buffer.from(line.subarray(0, 256)).toString('latin1')
    // Comments and directives before the first `---` belong to the document that it begins.
    if (/^---(\s|$)/.test(text) && this.#hasContent) yield this.#finish()
    if (!/^\s*(#|%|$)/.test(text)) this.#hasContent = true
    this.#pieces.push(line)
    this.#bytes += line.length
  }

  #finish(): Uint8Array {
    const document = Buffer.concat(this.#pieces)
    this.#pieces = []
    this.#bytes = 0
    this.#hasContent = false
    return document
  }
}
