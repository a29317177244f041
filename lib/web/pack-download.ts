import 'server-only'
import { PassThrough, Readable } from 'node:stream'
import type { Context } from '#lib/command/context.ts'
import { streamPack } from '#lib/evidence/stream-pack.ts'
import { log } from './log.ts'
import { services } from './services.ts'

type Pack = { id: string; periodFrom: Date; periodTo: Date }

/** A response that streams a pack while it is written. A failure breaks the download off, so that half a pack is never taken for a whole one. */
export function packDownload({ pool, now }: Context, pack: Pack): Response {
  const output = new PassThrough()
  streamPack({ pool, signer: services().signer, now }, pack, output).catch((error: unknown) => {
    log().error({ err: error, pack: pack.id }, 'evidence pack broke off')
    output.destroy(error instanceof Error ? error : new Error('The pack broke off'))
  })
  const day = (instant: Date) => instant.toISOString().slice(0, 10)
  const name = `tenure-evidence-${day(pack.periodFrom)}-${day(pack.periodTo)}.zip`
  return new Response(Readable.toWeb(output) as ReadableStream, {
    headers: { 'content-type': 'application/zip', 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-store' },
  })
}
