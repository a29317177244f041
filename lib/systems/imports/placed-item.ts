import { pathText } from './json-path.ts'
import type { FileItem } from './parse-item.ts'
import type { Place } from './place.ts'

/** An item with its place at hand. That of a part of another item is where that item begins, under the path of the part: finding the part itself means reading the item again. */
export type PlacedItem = FileItem & { place: Place & { path: string } }

/** A part of an item, as an item. */
export function partOf(item: PlacedItem, path: readonly (string | number)[], value: unknown): PlacedItem {
  const inner = pathText(path)
  const outer = item.place.path
  return {
    value,
    place: { ...item.place, path: `${outer}${outer && !inner.startsWith('[') ? '.' : ''}${inner}` },
    placeOf: (keys) => item.placeOf([...path, ...keys]),
  }
}
