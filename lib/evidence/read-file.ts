import { createHash } from 'node:crypto'
import type { PackArchive } from './zip-reader.ts'

/** What reading a file of the archive came to. `fault` says why it could not be read to its end, or is null. */
export type ReadResult = { sha256: string; bytes: number; fault: string | null }

/**
 * Streams a file of the archive through `take`, hashing it on the way. Stops behind `limit` bytes: what a file holds beyond the size that its
 * manifest states is no part of it, and could be endless. A decompression fault ends the reading and is told in the result.
 */
export async function readPackFile(
  archive: PackArchive,
  { path, limit }: { path: string; limit: number },
  take: (chunk: Uint8Array) => Promise<void> | void,
): Promise<ReadResult> {
  const hash = createHash('sha256')
  let bytes = 0
  let fault: string | null = null
  try {
    for await (const chunk of (await archive.read(path)) as AsyncIterable<Uint8Array>) {
      bytes += chunk.length
      hash.update(chunk)
      await take(chunk)
      if (bytes > limit) {
        fault = `holds more than the ${limit} bytes that it should`
        break
      }
    }
  } catch (cause) {
    fault = `cannot be read after ${bytes} bytes: ${cause instanceof Error ? cause.message : String(cause)}`
  }
  return { sha256: hash.digest('hex'), bytes, fault }
}

/** A small file of the archive as a whole, or null when it is missing, unreadable or longer than `limit` bytes. */
export async function readSmallFile(archive: PackArchive, path: string, limit: number): Promise<Buffer | null> {
  if (!archive.paths.has(path)) return null
  const chunks: Uint8Array[] = []
  const { fault } = await readPackFile(archive, { path, limit }, (chunk) => void chunks.push(chunk))
  return fault ? null : Buffer.concat(chunks)
}
