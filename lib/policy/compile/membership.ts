import { type EntitySource, isWithin } from './entities.ts'
import { NOT_AN_ENTITY, NOT_ENTITIES } from './evaluation-error.ts'
import { type Closure, computed, type Node } from './node.ts'
import { type Compile, fieldsOf, textOf } from './policy-json.ts'
import { EntityRef, SetValue, type Value } from './values.ts'

/** `entity in group`, where the group is an entity or a set of them; a set with anything else errs, even when an entity before it matches. */
function isIn(entity: Value, group: Value, source: EntitySource): boolean {
  if (!(entity instanceof EntityRef)) throw NOT_AN_ENTITY
  if (group instanceof EntityRef) return isWithin(entity, group, source)
  if (!(group instanceof SetValue)) throw NOT_ENTITIES
  let found = false
  for (const member of group.members) {
    if (!(member instanceof EntityRef)) throw NOT_ENTITIES
    found ||= isWithin(entity, member, source)
  }
  return found
}

function membership(body: unknown, compile: Compile<Node>): Node {
  const operands = fieldsOf(body, ['left', 'right'], 'in')
  const [left, right] = [compile(operands.left).run, compile(operands.right).run]
  return computed((environment) => isIn(left(environment), right(environment), environment.entities))
}

function typeTest(body: unknown, compile: Compile<Node>): Node {
  const operands = fieldsOf(body, ['left', 'entity_type', 'in'], 'is')
  const left = compile(operands.left).run
  const type = textOf(operands.entity_type, 'the type after "is"')
  const isType: Closure = (environment) => {
    const entity = left(environment)
    if (!(entity instanceof EntityRef)) throw NOT_AN_ENTITY
    return entity.type === type
  }
  if (operands.in === undefined) return computed(isType)
  const group = compile(operands.in).run
  // `e is T in g` is `e is T && e in g`: of another type, the group is not evaluated
  return computed((environment) => isType(environment) === true && isIn(left(environment), group(environment), environment.entities))
}

/** `in` over the hierarchy, and `is`. */
export const MEMBERSHIP: ReadonlyMap<string, (body: unknown, compile: Compile<Node>) => Node> = new Map([
  ['in', membership],
  ['is', typeTest],
])
