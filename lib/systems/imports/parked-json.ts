import { deflateRawSync, inflateRawSync } from 'node:zlib'

const BLOCK_CHARACTERS = 256 * 1024

/**
 * Values that must wait until the rest of a stream is known, held as deflated JSON lines: about a tenth of their size as objects.
 * Comes back in the order in which it went in. `T` must be plain JSON, since that is what comes back.
 */
export class ParkedJson<T> {
  readonly #blocks: Buffer[] = []
  #lines: string[] = []
  #characters = 0

  park(value: T): void {
    const line = JSON.stringify(value)
    this.#lines.push(line)
    this.#characters += line.length
    if (this.#characters >= BLOCK_CHARACTERS) this.#close()
  }

  /** Hands the values out once and lets go of them. */
  *drain(): Generator<T, void, undefined> {
    this.#close()
    for (let block = this.#blocks.shift(); block; block = this.#blocks.shift()) {
      for (const line of inflateRawSync(block).toString('utf8').split('\n')) {
        const value: T = JSON.parse(line)
        yield value
      }
    }
  }

  #close(): void {
    if (this.#lines.length === 0) return
    this.#blocks.push(deflateRawSync(this.#lines.join('\n'), { level: 3 }))
    this.#lines = []
    this.#characters = 0
  }
}
