import { createHash } from 'node:crypto'
import type { Context } from '#lib/command/context.ts'
import { TenureError } from '#lib/core/errors.ts'
import type { SyncRunId } from '#lib/core/ids.ts'
import { CHUNK_BYTES, MAX_CHUNKS, UPLOAD_TOO_BIG } from '../rules.ts'
import { abortUpload } from './abort-upload.ts'
import { appendImportChunk } from './append-import-chunk.ts'
import { finishUpload } from './finish-upload.ts'
import { startImport } from './start-import.ts'

/**
 * Takes a whole upload while it streams, holding 1 MiB of it. Answers the run that imports it.
 * A stream that breaks, and a file over 512 MiB, leave a failed run and no bytes; the error is thrown on.
 */
export async function receiveUpload(
  context: Context,
  start: { systemId: string; fileName: string; idempotencyKey?: string },
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ id: SyncRunId; bytes: number }> {
  const { id } = await startImport(context, start)
  try {
    let seq = 0
    const digest = createHash('sha256')
    for await (const piece of piecesOf(bytes)) {
      if (seq === MAX_CHUNKS) throw new TenureError('invalid', UPLOAD_TOO_BIG, { fields: { file: UPLOAD_TOO_BIG } })
      digest.update(piece)
      await appendImportChunk(context, { id, seq, bytes: piece })
      seq += 1
    }
    return await finishUpload(context, { id, contentDigest: digest.digest('hex') })
  } catch (error) {
    const problem = error instanceof TenureError ? error.message : 'The upload broke off: import the file again'
    // Where even this fails, the worker ends the upload after an hour (`resumeSyncs`)
    await abortUpload(context, { id, problem }).catch(() => {})
    throw error
  }
}

/** The same bytes in pieces of exactly 1 MiB, the last one excepted. Each piece is a copy: the stream may reuse its buffers. */
async function* piecesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  let piece = new Uint8Array(CHUNK_BYTES)
  let filled = 0
  for await (const chunk of bytes) {
    for (let start = 0; start < chunk.length; ) {
      const part = chunk.subarray(start, start + CHUNK_BYTES - filled)
      piece.set(part, filled)
      filled += part.length
      start += part.length
      if (filled < CHUNK_BYTES) continue
      yield piece
      piece = new Uint8Array(CHUNK_BYTES)
      filled = 0
    }
  }
  if (filled > 0) yield piece.slice(0, filled)
}
