import { TenureError } from '#lib/core/errors.ts'
import { Entity } from './entities.ts'
import { EvaluationError } from './evaluation-error.ts'
import { EXTENSION_FUNCTIONS } from './extensions.ts'
import { longOf } from './long.ts'
import { EntityRef, RecordValue, SetValue, type Value } from './values.ts'

const MAX_DEPTH = 100

/** An entity in Cedar's JSON. Entities within attributes are written `{ __entity: … }` and extension values `{ __extn: … }`: no schema is asked for types. */
export type EntityJson = {
  uid: EntityRefJson
  attrs: Readonly<Record<string, unknown>>
  parents: readonly EntityRefJson[]
  tags?: Readonly<Record<string, unknown>>
}
export type EntityRefJson = { type: string; id: string } | { __entity: { type: string; id: string } }

/** Reads one entity. Throws `invalid` on what is no Cedar value. */
export function readEntity(json: EntityJson): Entity {
  return new Entity(readEntityRef(json.uid), {
    attributes: readFields(json.attrs),
    parents: json.parents.map(readEntityRef),
    ...(json.tags ? { tags: readFields(json.tags) } : {}),
  })
}

/** Reads the attributes of an entity or of the context. Throws `invalid` on what is no Cedar value. */
export function readFields(json: object, depth = 0): Map<string, Value> {
  const fields = new Map<string, Value>()
  for (const [name, value] of Object.entries(json)) fields.set(name.toWellFormed(), readValue(value, depth + 1))
  return fields
}

/** Reads the name of an entity. Throws `invalid` when type or id are no strings. */
export function readEntityRef(json: unknown): EntityRef {
  const named = isObject(json) && '__entity' in json ? json['__entity'] : json
  if (!isObject(named) || typeof named['type'] !== 'string' || typeof named['id'] !== 'string') throw unreadable('an entity has a type and an id')
  return new EntityRef(named['type'], named['id'].toWellFormed())
}

/** Reads a value of Cedar's JSON. A long is a safe integer or a bigint within 64 bits. Throws `invalid` on anything that Cedar has no value for. */
export function readValue(json: unknown, depth = 0): Value {
  if (depth > MAX_DEPTH) throw unreadable(`values nest at most ${MAX_DEPTH} deep`)
  switch (typeof json) {
    case 'boolean':
      return json
    case 'string':
      return json.toWellFormed()
    case 'number':
      if (!Number.isSafeInteger(json)) throw unreadable(`${json} is not an exact whole number`)
      return json === 0 ? 0 : json
    case 'bigint':
      return orInvalid(() => longOf(json))
    default:
      if (Array.isArray(json)) return new SetValue(json.map((member) => readValue(member, depth + 1)))
      if (!isObject(json)) throw unreadable(`${json === null ? 'null' : typeof json} is no value of Cedar`)
      if ('__entity' in json) return readEntityRef(json)
      if ('__extn' in json) return readExtension(json['__extn'], depth)
      if ('__expr' in json) throw unreadable('__expr is no longer part of Cedar')
      return new RecordValue(readFields(json, depth))
  }
}

function readExtension(json: unknown, depth: number): Value {
  if (!isObject(json) || typeof json['fn'] !== 'string') throw unreadable('an extension value names its function')
  const given = Array.isArray(json['args']) ? json['args'] : [json['arg']]
  const [left, right] = given.map((one) => readValue(one, depth + 1))
  const called = EXTENSION_FUNCTIONS.get(json['fn'])
  if (!called || called.arity !== given.length || left === undefined) throw unreadable(`there is no function ${json['fn']} of ${given.length} arguments`)
  if (called.arity === 1) return orInvalid(() => called.call(left))
  if (right === undefined) throw unreadable('an argument is missing')
  return orInvalid(() => called.call(left, right))
}

function orInvalid<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof EvaluationError) throw unreadable(error.message)
    throw error
  }
}

export const isObject = (json: unknown): json is Readonly<Record<string, unknown>> => typeof json === 'object' && json !== null && !Array.isArray(json)

const unreadable = (problem: string) => new TenureError('invalid', `Policies cannot be asked about this: ${problem}`)
