import type { Draw } from './draw.ts'

export type Type =
  | { kind: 'boolean' | 'long' | 'string' | 'decimal' | 'ipaddr' | 'datetime' | 'duration' }
  | { kind: 'entity'; name: string }
  | { kind: 'set'; of: Type }
  | { kind: 'record'; fields: Fields }
export type Fields = Readonly<Record<string, { type: Type; required: boolean }>>

/** A generated schema: every entity type may be in every other, every action applies to all of them with one context. */
export type Schema = {
  namespace: string
  entityTypes: Readonly<Record<string, { attributes: Fields; tags: Type | null }>>
  actions: readonly { id: string; groups: readonly string[] }[]
  context: Fields
}

const PLAIN = ['boolean', 'long', 'string', 'decimal', 'ipaddr', 'datetime', 'duration'] as const
export const ATTRIBUTE_NAMES = ['a', 'b', 'c', 'd', 'é x', '__proto__', 'constructor'] as const
export const ACTION_IDS = ['read', 'write', 'all', 'any "thing"'] as const

export const typeNames = (schema: Schema): [string, ...string[]] => {
  const [first = 'User', ...others] = Object.keys(schema.entityTypes)
  return [first, ...others]
}

export const actionType = ({ namespace }: Schema) => (namespace === '' ? 'Action' : `${namespace}::Action`)

export function drawSchema(draw: Draw): Schema {
  const namespace = draw.pick(['', 'Org', 'Org::Team'])
  const names = ['User', 'Group', 'Thing'].map((name) => (namespace === '' ? name : `${namespace}::${name}`))
  return {
    namespace,
    entityTypes: Object.fromEntries(
      names.map((name) => [name, { attributes: drawFields(draw, names, 4), tags: draw.rarely(3) ? null : drawType(draw, names, 1) }]),
    ),
    actions: ACTION_IDS.map((id, index) => ({ id, groups: ACTION_IDS.slice(index + 1).filter(() => draw.rarely(2)) })),
    context: drawFields(draw, names, 4),
  }
}

function drawFields(draw: Draw, names: readonly string[], most: number, depth = 2): Fields {
  const chosen = draw.times(1 + draw.below(most), () => draw.pick(ATTRIBUTE_NAMES))
  return Object.fromEntries(chosen.map((name) => [name, { type: drawType(draw, names, depth), required: !draw.rarely(3) }]))
}

function drawType(draw: Draw, names: readonly string[], depth: number): Type {
  const choice = draw.below(depth > 0 ? 13 : 9)
  if (choice < 7) return { kind: PLAIN[choice] ?? 'long' }
  if (choice < 9) return { kind: 'entity', name: names[draw.below(names.length)] ?? 'User' }
  if (choice < 11) return { kind: 'set', of: drawType(draw, names, depth - 1) }
  return { kind: 'record', fields: drawFields(draw, names, 3, depth - 1) }
}

/** The schema as Cedar's JSON. */
export function schemaJson(schema: Schema): object {
  const types = typeNames(schema)
  const unqualified = (name: string) => name.slice(name.lastIndexOf(':') + 1)
  return {
    [schema.namespace]: {
      entityTypes: Object.fromEntries(
        Object.entries(schema.entityTypes).map(([name, { attributes, tags }]) => [
          unqualified(name),
          { memberOfTypes: types, shape: typeJson({ kind: 'record', fields: attributes }), ...(tags ? { tags: typeJson(tags) } : {}) },
        ]),
      ),
      actions: Object.fromEntries(
        schema.actions.map(({ id, groups }) => [
          id,
          {
            memberOf: groups.map((group) => ({ id: group })),
            appliesTo: { principalTypes: types, resourceTypes: types, context: typeJson({ kind: 'record', fields: schema.context }) },
          },
        ]),
      ),
    },
  }
}

function typeJson(type: Type): object {
  switch (type.kind) {
    case 'boolean':
    case 'long':
    case 'string':
      return { type: type.kind.charAt(0).toUpperCase() + type.kind.slice(1) }
    case 'entity':
      return { type: 'Entity', name: type.name }
    case 'set':
      return { type: 'Set', element: typeJson(type.of) }
    case 'record':
      return {
        type: 'Record',
        attributes: Object.fromEntries(Object.entries(type.fields).map(([name, field]) => [name, { ...typeJson(field.type), required: field.required }])),
      }
    default:
      return { type: 'Extension', name: type.kind }
  }
}
