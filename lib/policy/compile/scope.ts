import { fieldsOf, listOf, notCompilable, textOf } from './policy-json.ts'
import { isObject, readEntityRef } from './read-value.ts'
import type { EntityRef } from './values.ts'

/** What the head of a policy asks of its principal, action or resource. */
export type Constraint =
  | { kind: 'any' }
  | { kind: 'equals'; entity: EntityRef }
  | { kind: 'within'; groups: readonly EntityRef[] }
  | { kind: 'is'; type: string }
  | { kind: 'is within'; type: string; group: EntityRef }

/** The entities that a link gives to its template's slots, keyed `?principal` and `?resource`. */
export type Slots = ReadonlyMap<string, EntityRef>

/** Reads one constraint of a policy's head. Throws `invalid` on what is not known here, and on a slot that no link fills. */
export function readConstraint(json: unknown, slots: Slots): Constraint {
  const { op, entity_type: type, in: inner, ...named } = fieldsOf(json, ['op', 'entity', 'entities', 'slot', 'entity_type', 'in'], 'the head of a policy')
  switch (op) {
    case 'All':
      return { kind: 'any' }
    case '==':
      return { kind: 'equals', entity: entityOf(named, slots) }
    case 'in':
      if (named.entities !== undefined) return { kind: 'within', groups: listOf(named.entities, 'the list after "in"').map(readEntityRef) }
      return { kind: 'within', groups: [entityOf(named, slots)] }
    case 'is':
      if (inner === undefined) return { kind: 'is', type: textOf(type, 'the type after "is"') }
      return { kind: 'is within', type: textOf(type, 'the type after "is"'), group: entityOf(inner, slots) }
    default:
      throw notCompilable(`the head of a policy has "${String(op)}", which is not known here`)
  }
}

function entityOf(named: unknown, slots: Slots): EntityRef {
  if (!isObject(named)) throw notCompilable('the head of a policy names no entity')
  if (named['slot'] === undefined) return readEntityRef(named['entity'])
  const slot = textOf(named['slot'], 'a slot')
  const filled = slots.get(slot)
  if (!filled) throw notCompilable(`no link fills the slot ${slot}`)
  return filled
}
