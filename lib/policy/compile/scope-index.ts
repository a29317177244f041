import type { Entity } from './entities.ts'
import type { Constraint } from './scope.ts'
import type { EntityRef } from './values.ts'

const NONE: ReadonlySet<string> = new Set()

/** One variable of a request as the index looks at it. */
export type Asked = { ref: EntityRef; ancestors: ReadonlySet<string> }

/** Looks a variable up once for a whole decision. */
export function asked(ref: EntityRef, source: { find: (key: string) => Entity | undefined }): Asked {
  const known = source.find(ref.key)
  return { ref, ancestors: known && known.parents.length > 0 ? known.ancestors(source) : NONE }
}

/** One level of the index: what hangs below each constraint on one variable. Finding costs what matches, or the ancestors, never the number of constraints. */
export class ScopeLevel<Below> {
  readonly #make: () => Below
  readonly #below = new Map<Constraint['kind'], Map<string, Below>>()

  constructor(make: () => Below) {
    this.#make = make
  }

  /** The places below a constraint: one for each group of a list, none for an empty list, which nothing is in. */
  placesFor(constraint: Constraint): Below[] {
    switch (constraint.kind) {
      case 'any':
        return [this.#place('any', '')]
      case 'equals':
        return [this.#place('equals', constraint.entity.key)]
      case 'is':
        return [this.#place('is', constraint.type)]
      case 'is within':
        return [this.#place('is within', `${constraint.type}"${constraint.group.key}`)]
      case 'within':
        return [...new Set(constraint.groups.map((group) => group.key))].map((key) => this.#place('within', key))
    }
  }

  /** Visits what hangs below every constraint that holds for the variable. */
  visit({ ref, ancestors }: Asked, see: (below: Below) => void): void {
    for (const [kind, places] of this.#below) {
      if (kind === 'within' || kind === 'is within') this.#visitGroups(kind === 'within' ? '' : `${ref.type}"`, places, { ref, ancestors }, see)
      else {
        const below = places.get(kind === 'any' ? '' : kind === 'is' ? ref.type : ref.key)
        if (below) see(below)
      }
    }
  }

  #visitGroups(prefix: string, places: ReadonlyMap<string, Below>, { ref, ancestors }: Asked, see: (below: Below) => void): void {
    const self = places.get(prefix + ref.key)
    if (self) see(self)
    for (const ancestor of ancestors) {
      const below = ancestor === ref.key ? undefined : places.get(prefix + ancestor)
      if (below) see(below)
    }
  }

  #place(kind: Constraint['kind'], key: string): Below {
    const places = this.#below.get(kind) ?? new Map<string, Below>()
    this.#below.set(kind, places)
    const below = places.get(key) ?? this.#make()
    places.set(key, below)
    return below
  }
}
