import { TenureError } from '#lib/core/errors.ts'
import type { EntityRef, Value } from './values.ts'

const NONE: ReadonlyMap<string, Value> = new Map()

/** What is known about an entity. Its ancestors are found when a source first asks for them, and kept for that source. */
export class Entity {
  readonly ref: EntityRef
  readonly attributes: ReadonlyMap<string, Value>
  readonly tags: ReadonlyMap<string, Value>
  readonly parents: readonly EntityRef[]
  #ancestors: ReadonlySet<string> | undefined
  #ancestorsIn: EntitySource | undefined

  constructor(ref: EntityRef, facts: { attributes?: ReadonlyMap<string, Value>; tags?: ReadonlyMap<string, Value>; parents?: readonly EntityRef[] }) {
    this.ref = ref
    this.attributes = facts.attributes ?? NONE
    this.tags = facts.tags ?? NONE
    this.parents = facts.parents ?? []
  }

  /** The keys of all that this entity is transitively in, itself left out. A parent without data counts, and ends its branch. */
  ancestors(source: EntitySource): ReadonlySet<string> {
    if (this.#ancestors && this.#ancestorsIn === source) return this.#ancestors
    const found = new Set<string>()
    const open = [...this.parents]
    for (let next = open.pop(); next; next = open.pop()) {
      if (found.has(next.key)) continue
      found.add(next.key)
      open.push(...(source.find(next.key)?.parents ?? []))
    }
    this.#ancestors = found
    this.#ancestorsIn = source
    return found
  }
}

/** Where a decision finds entities by their key. What a source once answered it always answers: changed facts need a new source. */
export type EntitySource = { find: (key: string) => Entity | undefined }

/** A source of the entities given. Throws `invalid` when one is given twice. */
export function entitySource(entities: Iterable<Entity>): EntitySource {
  const byKey = new Map<string, Entity>()
  for (const entity of entities) {
    if (byKey.has(entity.ref.key)) throw new TenureError('invalid', `Give the entity ${entity.ref.type}::${JSON.stringify(entity.ref.id)} once`)
    byKey.set(entity.ref.key, entity)
  }
  return { find: (key) => byKey.get(key) }
}

/** Cedar's `in` between two entities: the same one, or transitively within. */
export function isWithin(entity: EntityRef, group: EntityRef, source: EntitySource): boolean {
  if (entity.key === group.key) return true
  const known = source.find(entity.key)
  return known !== undefined && known.parents.length > 0 && known.ancestors(source).has(group.key)
}
