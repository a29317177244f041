import { createHash, hash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import type { RecordKind } from './pack-format.ts'
import { recordSplitter } from './split-records.ts'

const BLOCK = 64 * 1024

export type Chunk = string | Uint8Array
export type Chunks = AsyncIterable<Chunk> | Iterable<Chunk>
export type Measured = { sha256: string; bytes: number; rows: number }
export type Measuring = { kind: RecordKind | null; rowHashes: FileHandle | null; done: (measured: Measured) => void }

/**
 * Passes a file's chunks on in blocks (small chunks would cost a round through the compressor each) and calls `done` with the
 * file's hash, size and number of rows at the end. The hash of each row goes to `rowHashes`, a line each, when it is given.
 */
export async function* measureFile(chunks: Chunks, { kind, rowHashes, done }: Measuring): AsyncGenerator<Uint8Array> {
  const whole = createHash('sha256')
  const splitter = kind && recordSplitter(kind)
  let [bytes, rows] = [0, 0]

  async function measure(block: Uint8Array, last: Uint8Array | null) {
    whole.update(block)
    bytes += block.length
    const records = splitter?.push(block) ?? []
    if (last) records.push(last)
    rows += records.length
    if (rowHashes && records.length > 0) await rowHashes.write(records.map((record) => `${hash('sha256', record, 'hex')}\n`).join(''))
  }

  for await (const block of inBlocks(chunks)) {
    await measure(block, null)
    yield block
  }
  await measure(new Uint8Array(), splitter?.end() ?? null)
  done({ sha256: whole.digest('hex'), bytes, rows })
}

async function* inBlocks(chunks: Chunks): AsyncGenerator<Uint8Array> {
  let pending: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of chunks) {
    const piece = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    pending.push(piece)
    bytes += piece.length
    if (bytes >= BLOCK) {
      yield Buffer.concat(pending)
      pending = []
      bytes = 0
    }
  }
  if (bytes > 0) yield Buffer.concat(pending)
}
