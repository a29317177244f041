import 'server-only'
import { Readable } from 'node:stream'

/** A response that streams lines of CSV as they are read. */
export function csvDownload(lines: AsyncIterable<string>, name: string): Response {
  return new Response(Readable.toWeb(Readable.from(lines)) as ReadableStream, {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-store' },
  })
}
