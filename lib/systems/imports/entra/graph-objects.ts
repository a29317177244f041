import { excerpt, invalidFile } from '../invalid-file.ts'
import { partOf, type PlacedItem } from '../placed-item.ts'
import type { Place } from '../place.ts'
import { readJsonItems, type JsonItem } from '../read-json-items.ts'
import { watchNextLink } from './next-link.ts'
import { objectKindOf, type ObjectKind } from './object-kind.ts'

type GraphObject = { kind: ObjectKind; item: PlacedItem }

const PARTS: readonly [context: RegExp, kind: ObjectKind][] = [
  [/#oauth2PermissionGrants/i, 'permission_grant'],
  [/#.*appRoleAssign/i, 'app_role_assignment'],
  [/#roleManagement\/directory\/roleAssignments/i, 'role_assignment'],
]

/**
 * The objects of a page (`{"value": […]}`), of a list of pages, or of a bare list of objects. `onPart` is told what a page says it holds, be it empty.
 * `invalid`, with the place, for a page without the ones that follow it, and for an object that is none of those that are read.
 */
export async function* readGraphObjects(bytes: AsyncIterable<Uint8Array>, onPart: (kind: ObjectKind) => void): AsyncGenerator<GraphObject, void, undefined> {
  const watched = watchNextLink(bytes)
  const pages = new Pages()
  let rootIsList = false
  for await (const item of readJsonItems(watched.bytes, { lists: ['', 'value'], members: ['nextLink'] })) {
    if (item.list === 'nextLink') {
      if (item.value) throw unfinished(item.place)
      continue
    }
    rootIsList ||= item.list === ''
    const page = pageOf(item)
    if (!page) {
      yield { kind: kindOf(item.value, item), item }
      continue
    }
    pages.add(page, item.place)
    for (const [, part] of PARTS.filter(([context]) => context.test(page.context))) onPart(part)
    for (const [index, value] of page.value.entries()) {
      const inner = partOf(item, ['value', index], value)
      yield { kind: kindOf(value, inner), item: inner }
    }
  }
  const place = rootIsList ? pages.unfinished : watched.place()
  if (place) throw unfinished(place)
}

type Page = { value: unknown[]; context: string; next: boolean }

/** An item of a root list that is itself a page. */
function pageOf({ list, value }: JsonItem): Page | null {
  if (list !== '' || typeof value !== 'object' || value === null || !('value' in value) || !Array.isArray(value.value)) return null
  const context: unknown = Reflect.get(value, '@odata.context')
  return {
    value: value.value,
    context: typeof context === 'string' ? context : '',
    next: Boolean(Reflect.get(value, '@odata.nextLink') ?? Reflect.get(value, 'nextLink')),
  }
}

/** Pages of a list: of each answer (told by its context) there must be one that names no next page. */
class Pages {
  readonly #open = new Map<string, Place>()
  readonly #ended = new Set<string>()

  add({ context, next }: Page, place: Place): void {
    const answer = context.split('#').at(-1) ?? ''
    if (next) this.#open.set(answer, place)
    else this.#ended.add(answer)
  }

  get unfinished(): Place | null {
    for (const [answer, place] of this.#open) if (!this.#ended.has(answer)) return place
    return null
  }
}

function unfinished(place: Place): Error {
  return invalidFile('says that this is only one page of the answer (nextLink): fetch the others and put all pages in one list', place)
}

function kindOf(value: unknown, item: PlacedItem): ObjectKind {
  const keys = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : []
  const kind = objectKindOf(keys)
  if (kind) return kind
  const shown = keys.length > 0 ? `an object with ${excerpt(keys.slice(0, 5).join(', '), 120)}` : 'no object'
  throw invalidFile(`must be a service principal, an application, a grant or an assignment, but is ${shown}`, item.placeOf([]))
}
