import { TenureError } from '#lib/core/errors.ts'
import { excerpt } from './invalid-file.ts'
import { IMPORT_FORMATS } from './formats.ts'
import type { ImportFormat } from './import-format.ts'
import { peekBytes } from './peek-bytes.ts'
import { byteOrderMark, refuseForeignBytes } from './utf8-chunks.ts'

const HEAD_BYTES = 64 * 1024

/**
 * The format of a file by its first 64 KB, never by its name, and the bytes to parse, whole again. `invalid` when the file is
 * empty, packed or not UTF-8, and when no format knows it: the message says which are known and how the file begins.
 */
export async function detectFormat(
  bytes: AsyncIterable<Uint8Array>,
  formats: readonly ImportFormat[] = IMPORT_FORMATS,
): Promise<{ format: ImportFormat; bytes: AsyncIterable<Uint8Array> }> {
  const peeked = await peekBytes(bytes, HEAD_BYTES)
  try {
    return { format: formatOf(peeked.head, formats), bytes: peeked.bytes }
  } catch (error) {
    await peeked.close()
    throw error
  }
}

function formatOf(head: Uint8Array, formats: readonly ImportFormat[]): ImportFormat {
  refuseForeignBytes(head)
  const text = new TextDecoder().decode(head.subarray(byteOrderMark(head)))
  const format = formats.find((candidate) => candidate.detect(text))
  if (format) return format
  const known = formats.map((candidate) => `${candidate.title} (${candidate.origin})`).join('; ')
  throw new TenureError(
    'invalid',
    `No known export looks like this file, which begins: ${excerpt(text.slice(0, 2_000).trimStart().replaceAll(/\s+/g, ' '), 120) || '(only blanks)'}. Known are: ${known}.`,
  )
}
