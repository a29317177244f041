import { invalidFile } from './invalid-file.ts'
import { PlaceTracker } from './place.ts'
import { utf8Chunks } from './utf8-chunks.ts'

const ALPHABET = /^[A-Za-z0-9+/]*={0,2}$/

/** The bytes that a base64 text stands for (RFC 4648 §4), line breaks and blanks passed over. `invalid`, with the place, for other characters, text after the padding and a text that is cut off. */
export async function* decodeBase64(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const places = new PlaceTracker()
  let rest = ''
  for await (const chunk of utf8Chunks(bytes, places)) {
    const digits = rest + Buffer.from(chunk).toString('latin1').replaceAll(/\s+/g, '')
    const whole = digits.length - (digits.length % 4)
    if (!ALPHABET.test(digits)) throw invalidFile('is not base64 text in this part', places.at(places.chunkStart))
    // Padding ends the text: it is kept back, so that anything after it is seen.
    const padded = digits.indexOf('=')
    const end = padded < 0 ? whole : Math.max(0, padded - (padded % 4))
    rest = digits.slice(end)
    if (end > 0) yield Buffer.from(digits.slice(0, end), 'base64')
  }
  if (rest.length % 4 !== 0) throw invalidFile('ends in the middle of its base64 text: it is cut off. Export it again', places.end())
  if (rest.length > 0) yield Buffer.from(rest, 'base64')
}
