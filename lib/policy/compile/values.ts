import type { ExtensionValue } from './extension-values.ts'
import type { IpAddress } from './ip-address.ts'
import type { Long } from './long.ts'

/** A value while policies are evaluated. Two equal longs, strings and booleans are `===`; the rest is compared by its key. */
export type Value = boolean | Long | string | EntityRef | SetValue | RecordValue | ExtensionValue | IpAddress

/** The name of an entity, whether or not there is data about it. */
export class EntityRef {
  readonly type: string
  readonly id: string
  /** Unique: a type never contains a quote. */
  readonly key: string

  constructor(type: string, id: string) {
    this.type = type
    this.id = id
    this.key = `${type}"${id}`
  }
}

/** A set of values of any types, each once. */
export class SetValue {
  readonly members: readonly Value[]
  readonly #primitives = new Set<Value>()
  readonly #keys = new Set<string>()
  #key: string | undefined

  constructor(values: Iterable<Value>) {
    const members: Value[] = []
    for (const value of values) {
      if (this.has(value)) continue
      if (typeof value === 'object') this.#keys.add(keyOf(value))
      else this.#primitives.add(value)
      members.push(value)
    }
    this.members = members
  }

  has(value: Value): boolean {
    return typeof value === 'object' ? this.#keys.size > 0 && this.#keys.has(keyOf(value)) : this.#primitives.has(value)
  }

  get key(): string {
    this.#key ??= `S${this.members.map(keyOf).toSorted().map(framed).join('')}`
    return this.#key
  }
}

/** A record. Attributes are held in a map, so that no name is special to JavaScript. */
export class RecordValue {
  readonly fields: ReadonlyMap<string, Value>
  #key: string | undefined

  constructor(fields: ReadonlyMap<string, Value>) {
    this.fields = fields
  }

  get key(): string {
    this.#key ??= `R${[...this.fields.keys()]
      .toSorted()
      .map((name) => framed(name) + framed(keyOf(this.fields.get(name) ?? false)))
      .join('')}`
    return this.#key
  }
}

const framed = (text: string) => `${text.length}:${text}`

/** A text that two values share exactly when Cedar's `==` holds between them. */
export function keyOf(value: Value): string {
  switch (typeof value) {
    case 'string':
      return `s${value}`
    case 'boolean':
      return value ? 'b1' : 'b0'
    case 'number':
    case 'bigint':
      return `l${value}`
    default:
      return value instanceof EntityRef ? `e${value.key}` : value.key
  }
}

/** Cedar's `==`: never an error, and false between different types. */
export function sameValue(left: Value, right: Value): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object') return false
  if (left instanceof EntityRef || right instanceof EntityRef) return left instanceof EntityRef && right instanceof EntityRef && left.key === right.key
  return left.key === right.key
}
