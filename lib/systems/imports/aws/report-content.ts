import { z } from 'zod'
import { decodeBase64 } from '../decode-base64.ts'
import { parseItem } from '../parse-item.ts'
import { peekBytes } from '../peek-bytes.ts'
import { readCsvRows, type CsvRow } from '../read-csv-rows.ts'
import { readJsonItems } from '../read-json-items.ts'
import { IsoInstant } from '../instant.ts'

const HEADER = 'user,arn,'
/** `user,arn,` as base64: nine bytes, so that no bit of it depends on what follows. */
const HEADER_BASE64 = 'dXNlcixhcm4s'
/** IAM allows 5,000 users an account, about 2.5 MB; plain CSV is read without this bound. */
const WRAPPED_BYTES = 64 * 1024 * 1024

const WRAPPED = /"Content"\s*:\s*"(user,arn,|dXNlcixhcm4s)/
const PIECE = 64 * 1024

export type ReportForm = 'csv' | 'base64' | 'json'

/** In which of its three forms a credential report begins: the console's CSV, its base64, or the JSON of `aws iam get-credential-report`. Null when it is none. */
export function reportForm(head: string): ReportForm | null {
  const text = head.trimStart()
  if (text.startsWith(HEADER)) return 'csv'
  if (text.startsWith(HEADER_BASE64)) return 'base64'
  return text.startsWith('{') && WRAPPED.test(text) ? 'json' : null
}

/** The rows of a credential report in any form, with the instant at which it was generated where the form says it. Errors are those of the readers, with the place. */
export async function openReport(bytes: AsyncIterable<Uint8Array>): Promise<{ rows: AsyncIterable<CsvRow>; generatedAt: Date | null }> {
  const peeked = await peekBytes(bytes, 4096)
  const head = new TextDecoder().decode(peeked.head).trimStart()
  const form = reportForm(head)
  if (head.startsWith('{')) return unwrapReport(peeked.bytes)
  if (form === 'base64') return { rows: readCsvRows(decodeBase64(peeked.bytes), 'The decoded report'), generatedAt: null }
  return { rows: readCsvRows(peeked.bytes), generatedAt: null }
}

async function unwrapReport(bytes: AsyncIterable<Uint8Array>): Promise<{ rows: AsyncIterable<CsvRow>; generatedAt: Date | null }> {
  let content = ''
  let generatedAt: Date | null = null
  for await (const item of readJsonItems(bytes, { lists: [], members: ['Content', 'GeneratedTime', 'ReportFormat'], itemBytes: WRAPPED_BYTES })) {
    if (item.place.path === 'Content') content = parseItem(z.string(), item)
    if (item.place.path === 'GeneratedTime') generatedAt = new Date(parseItem(IsoInstant, item))
    if (item.place.path === 'ReportFormat') parseItem(z.literal('text/csv', 'must be text/csv'), item)
  }
  const text = pieces(content)
  return { rows: readCsvRows(content.startsWith(HEADER_BASE64) ? decodeBase64(text) : text, 'The report in Content'), generatedAt }
}

async function* pieces(text: string): AsyncGenerator<Uint8Array, void, undefined> {
  for (let start = 0; start < text.length; ) {
    let end = Math.min(text.length, start + PIECE)
    if (!text.slice(start, end).isWellFormed()) end -= 1 // not between the halves of a character
    yield Buffer.from(text.slice(start, end))
    start = end
  }
}
