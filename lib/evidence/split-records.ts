import type { RecordKind } from './pack-format.ts'

const LINE_FEED = 0x0a
const QUOTE = 0x22

/** No record that Tenure writes comes near this many bytes; a longer one is somebody's attempt to fill the memory. */
export const MAX_RECORD_BYTES = 16 * 1024 * 1024

/**
 * Cuts a stream of bytes into records as it arrives. A record ends at a line feed, in CSV at one outside of quotes, and does not
 * include it. `push` gives the records that a chunk completes; `end` gives what follows the last line feed, or null when nothing does.
 */
export function recordSplitter(kind: RecordKind): { push(chunk: Uint8Array): Uint8Array[]; end(): Uint8Array | null } {
  let pending: Uint8Array[] = []
  let pendingBytes = 0
  let inQuotes = false

  function keep(piece: Uint8Array) {
    pendingBytes += piece.length
    if (pendingBytes > MAX_RECORD_BYTES) throw new RangeError(`A record is longer than ${MAX_RECORD_BYTES} bytes`)
    pending.push(piece)
  }
  function take(last: Uint8Array): Uint8Array {
    if (pending.length === 0) return last
    const record = Buffer.concat([...pending, last])
    pending = []
    pendingBytes = 0
    return record
  }
  function nextEnd(chunk: Uint8Array, from: number): number {
    if (kind === 'jsonl') return chunk.indexOf(LINE_FEED, from)
    for (let at = from; at < chunk.length; at++) {
      if (chunk[at] === QUOTE) inQuotes = !inQuotes
      else if (chunk[at] === LINE_FEED && !inQuotes) return at
    }
    return -1
  }

  return {
    push(chunk) {
      const records: Uint8Array[] = []
      let from = 0
      for (let at = nextEnd(chunk, 0); at >= 0; at = nextEnd(chunk, from)) {
        records.push(take(chunk.subarray(from, at)))
        from = at + 1
      }
      if (from < chunk.length) keep(chunk.subarray(from))
      return records
    },
    end: () => (pending.length === 0 ? null : take(new Uint8Array())),
  }
}
