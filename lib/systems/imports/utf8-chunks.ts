import { TenureError } from '#lib/core/errors.ts'
import { invalidFile } from './invalid-file.ts'
import type { PlaceTracker } from './place.ts'

const CHUNK_BYTES = 64 * 1024

const FOREIGN: readonly { name: string; matches: (head: Uint8Array) => boolean; remedy: string }[] = [
  { name: 'UTF-32', matches: (head) => starts(head, 0xff, 0xfe, 0, 0) || starts(head, 0, 0, 0xfe, 0xff), remedy: 'Save it as UTF-8' },
  { name: 'UTF-16 (little endian)', matches: (head) => starts(head, 0xff, 0xfe) || (isText(head[0]) && head[1] === 0), remedy: 'Save it as UTF-8' },
  { name: 'UTF-16 (big endian)', matches: (head) => starts(head, 0xfe, 0xff) || (head[0] === 0 && isText(head[1])), remedy: 'Save it as UTF-8' },
  { name: 'gzip data', matches: (head) => starts(head, 0x1f, 0x8b), remedy: 'Unpack it first' },
  { name: 'a zip archive', matches: (head) => starts(head, 0x50, 0x4b, 3, 4), remedy: 'Unpack it first' },
  { name: 'Zstandard data', matches: (head) => starts(head, 0x28, 0xb5, 0x2f, 0xfd), remedy: 'Unpack it first' },
]

function starts(head: Uint8Array, ...magic: number[]): boolean {
  return magic.every((byte, index) => head[index] === byte)
}

function isText(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x09 && byte < 0x7f
}

/** Refuses (`invalid`) a file that is empty, in another encoding than UTF-8 or packed, naming what it is. `head` is its first bytes, four at least where it has them. */
export function refuseForeignBytes(head: Uint8Array): void {
  if (head.length === 0) throw new TenureError('invalid', 'The file is empty (line 1, column 1, byte 0). Export it again and import the new file.')
  const foreign = FOREIGN.find((encoding) => encoding.matches(head))
  if (foreign)
    throw new TenureError(
      'invalid',
      `The file is ${foreign.name}; imports are read as UTF-8 text. ${foreign.remedy} and import it again (line 1, column 1, byte 0).`,
    )
}

/** The number of bytes of a UTF-8 byte order mark at the start: 3 or 0. */
export function byteOrderMark(head: Uint8Array): 0 | 3 {
  return starts(head, 0xef, 0xbb, 0xbf) ? 3 : 0
}

/**
 * The file as chunks of at most 64 KB without its byte order mark; `places` enters each chunk before it is handed out.
 * Errors: `invalid` for what `refuseForeignBytes` refuses, and for the first byte that is not UTF-8 (RFC 3629), with its place.
 */
export async function* utf8Chunks(bytes: AsyncIterable<Uint8Array>, places: PlaceTracker): AsyncGenerator<Uint8Array, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of withWholeHead(bytes)) {
    let start = 0
    if (places.end().byte === 0) {
      refuseForeignBytes(chunk)
      start = byteOrderMark(chunk)
      places.skip(start)
    }
    for (; start < chunk.length; start += CHUNK_BYTES) {
      const slice = chunk.subarray(start, start + CHUNK_BYTES)
      places.enter(slice)
      try {
        decoder.decode(slice, { stream: true })
      } catch {
        throw notUtf8(slice, places)
      }
      yield slice
    }
  }
  try {
    decoder.decode()
  } catch {
    throw invalidFile('ends in the middle of a character: it is cut off', places.end())
  }
}

/** The same bytes, with the first chunk at least four bytes long where the file is: enough to tell its encoding. */
async function* withWholeHead(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let head: Uint8Array | null = new Uint8Array(0)
  for await (const chunk of bytes) {
    if (!head) {
      yield chunk
      continue
    }
    head = Buffer.concat([head, chunk])
    if (head.length < 4) continue
    yield head
    head = null
  }
  if (head) yield head
}

function notUtf8(slice: Uint8Array, places: PlaceTracker): Error {
  // A fresh decoder accepts what a longer prefix refuses; a character that began in the chunk before makes its first continuation bytes look wrong, so they are passed.
  let begin = 0
  while (begin < 3 && ((slice[begin] ?? 0) & 0xc0) === 0x80) begin += 1
  let good = begin
  let bad = slice.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (decodes(slice.subarray(begin, middle), true)) good = middle
    else bad = middle
  }
  if (decodes(slice.subarray(begin), true)) return notUtf8At(places, 0)
  while (good > begin && !decodes(slice.subarray(begin, good), false)) good -= 1 // back to where the broken character began
  return notUtf8At(places, good)
}

function notUtf8At(places: PlaceTracker, offset: number): Error {
  return invalidFile('holds a byte that is not UTF-8: save it as UTF-8 and import it again', places.at(places.chunkStart + offset))
}

function decodes(bytes: Uint8Array, mayBeCut: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: mayBeCut })
    return true
  } catch {
    return false
  }
}
