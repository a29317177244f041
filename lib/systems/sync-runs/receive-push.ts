import { createHash } from 'node:crypto'
import type { Context } from '#lib/command/context.ts'
import { TenureError } from '#lib/core/errors.ts'
import type { SyncRunId } from '#lib/core/ids.ts'
import { abortUpload } from './abort-upload.ts'
import { findPush } from './find-push.ts'
import { receiveUpload } from './receive-upload.ts'

/**
 * Takes the discoveries that a system pushes, once for each idempotency key: the same body again answers the same run (`replayed`), another body under a
 * key that is taken is a `conflict`. A push that broke off is begun anew.
 */
export async function receivePush(
  context: Context,
  push: { systemId: string; idempotencyKey: string },
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ id: SyncRunId; replayed: boolean }> {
  const known = await findPush(context, push)
  if (known?.uploading) await abortUpload(context, { id: known.id, problem: 'The push broke off and was begun anew' })
  else if (known) {
    if ((await digestOf(bytes)) !== known.contentDigest)
      throw new TenureError('conflict', 'This idempotency key was used for other discoveries: use a new key for what is new')
    return { id: known.id, replayed: true }
  }
  const { id } = await receiveUpload(context, { ...push, fileName: 'discoveries.jsonl' }, bytes)
  return { id, replayed: false }
}

async function digestOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const digest = createHash('sha256')
  for await (const chunk of bytes) digest.update(chunk)
  return digest.digest('hex')
}
