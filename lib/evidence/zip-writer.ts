import { PassThrough, Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipArchive } from 'archiver'

export type ZipWriter = {
  /** Adds a file from its chunks, at the speed at which the output takes them. */
  add(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void>
  /** Writes the directory and resolves when the output has taken everything. */
  finish(): Promise<void>
  /** Gives up: the output ends with the error, so that nobody takes half an archive for a whole one. */
  fail(error: Error): Promise<void>
}

/** A zip that is streamed to the output, file after file, each dated `modifiedAt`. When the output breaks, `add` and `finish` reject with its error. */
export function createZipWriter(output: Writable, modifiedAt: Date): ZipWriter {
  const archive = new ZipArchive()
  const broken = new AbortController()
  const delivered = pipeline(archive, output)
  delivered.catch((error: unknown) => broken.abort(error))

  return {
    async add(path, chunks) {
      const source = new PassThrough()
      archive.append(source, { name: path, date: modifiedAt, mode: 0o644 })
      try {
        await pipeline(Readable.from(chunks), source, { signal: broken.signal })
      } catch (error) {
        throw broken.signal.aborted ? broken.signal.reason : error
      }
    },
    async finish() {
      // The archive's own promise stays open when the output breaks; `delivered` does not.
      archive.finalize().catch(() => undefined)
      await delivered
    },
    async fail(error) {
      archive.destroy(error)
      await delivered.catch(() => undefined)
    },
  }
}
