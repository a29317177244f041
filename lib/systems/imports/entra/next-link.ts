import { PlaceTracker, type Place } from '../place.ts'

const LINK = /"@odata\.nextLink"\s*:\s*"/
const TAIL = 128

/**
 * The same bytes; `place()` tells afterwards where the file first says that it goes on in another page (OData 4.01 §11.2.6.7), null where it does not.
 * The name holds a dot, so that it cannot be asked of `readJsonItems`.
 */
export function watchNextLink(bytes: AsyncIterable<Uint8Array>): { bytes: AsyncGenerator<Uint8Array, void, undefined>; place: () => Place | null } {
  const places = new PlaceTracker()
  let found: Place | null = null
  let tail = ''
  async function* watch(): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of bytes) {
      places.enter(chunk)
      if (!found) {
        const text = tail + Buffer.from(chunk).toString('latin1') // one character a byte
        const at = LINK.exec(text)?.index
        if (at !== undefined) found = places.at(Math.max(0, places.chunkStart - tail.length + at))
        tail = text.slice(-TAIL)
      }
      yield chunk
    }
  }
  return { bytes: watch(), place: () => found }
}
