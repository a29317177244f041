import { hash } from 'node:crypto'
import { excerpt, invalidFile } from './invalid-file.ts'
import type { Place } from './place.ts'

type Sighting = Place & { path: string; digest: string }

/** Keys of a file with where they came first. About 250 bytes an entry: the part of an import's memory that grows with the file. */
export class Duplicates {
  readonly #sightings = new Map<string, Sighting>()

  /** True when the same entry, member for member in the same order, came before under this key. A different entry under it is refused (`invalid`), naming both places. */
  isRepeat(key: string, entry: unknown, place: Place & { path: string }): boolean {
    const digest = hash('sha256', JSON.stringify(entry), 'base64').slice(0, 22)
    const first = this.#sightings.get(key)
    if (!first) {
      this.#sightings.set(key, { ...place, digest })
      return false
    }
    if (first.digest === digest) return true
    throw invalidFile(
      `says something else about ${excerpt(key, 200)} than ${first.path} (line ${first.line}, column ${first.column}, byte ${first.byte})`,
      place,
    )
  }
}
