import { Tokenizer } from '@streamparser/json'
import { JsonPath } from './json-path.ts'
import { PlaceTracker, type Place } from './place.ts'

/**
 * The place of the value at `keys` inside one JSON value, given its bytes (more may follow them) and where they start in the file. A member that is
 * missing is placed at the nearest container around it. Only called for a message, so it reads the bytes again.
 */
export function locateValue(json: Uint8Array, start: Place, keys: readonly PropertyKey[]): Place {
  const path = new JsonPath()
  const places = new PlaceTracker(start)
  places.enter(json)
  let found = start
  let foundDepth = 0
  let passed = false
  const tokenizer = new Tokenizer()
  tokenizer.onToken = ({ token, value, offset }) => {
    if (passed) return
    const here = path.keys()
    const reached = path.startsValue(token) && here.length <= keys.length && here.every((key, index) => key === keys[index])
    if (reached && here.length > foundDepth) {
      found = places.at(start.byte + offset)
      foundDepth = here.length
    }
    path.take(token, value)
    passed = path.depth === 0
  }
  tokenizer.write(json)
  return found
}
