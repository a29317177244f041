import { EvaluationError, NO_ATTRIBUTES, NOT_A_STRING, NOT_AN_ENTITY } from './evaluation-error.ts'
import { computed, type Environment, type Node } from './node.ts'
import { type Compile, fieldsOf, listOf, operatorOf, textOf } from './policy-json.ts'
import { EntityRef, RecordValue, type Value } from './values.ts'

/** An attribute of a record or an entity; undefined when it is missing, as all are of an entity without data. */
function attributeOf(owner: Value, name: string, { entities }: Environment): Value | undefined {
  if (owner instanceof RecordValue) return owner.fields.get(name)
  if (owner instanceof EntityRef) return entities.find(owner.key)?.attributes.get(name)
  throw NO_ATTRIBUTES
}

function attribute(body: unknown, compile: Compile<Node>): Node {
  const { left, attr } = fieldsOf(body, ['left', 'attr'], '.')
  const owner = compile(left).run
  const name = textOf(attr, 'the name of an attribute')
  const missing = new EvaluationError(`${pathOf(left)} has no attribute ${JSON.stringify(name)}, or nothing is known about it`)
  return computed((environment) => {
    const value = attributeOf(owner(environment), name, environment)
    if (value === undefined) throw missing
    return value
  })
}

/** `has`, also along a path: `a has b.c` is `a has b && a.b has c`. */
function attributeTest(body: unknown, compile: Compile<Node>): Node {
  const { left, attr } = fieldsOf(body, ['left', 'attr'], 'has')
  const owner = compile(left).run
  const names = (Array.isArray(attr) ? listOf(attr, 'a path') : [attr]).map((name) => textOf(name, 'the name of an attribute'))
  return computed((environment) => {
    let value = owner(environment)
    for (const name of names) {
      const next = attributeOf(value, name, environment)
      if (next === undefined) return false
      value = next
    }
    return true
  })
}

function tagOf(owner: Value, name: Value, { entities }: Environment): Value | undefined {
  if (!(owner instanceof EntityRef)) throw NOT_AN_ENTITY
  if (typeof name !== 'string') throw NOT_A_STRING
  return entities.find(owner.key)?.tags.get(name)
}

function tag(body: unknown, compile: Compile<Node>): Node {
  const { left, right } = fieldsOf(body, ['left', 'right'], 'getTag')
  const [owner, name] = [compile(left).run, compile(right).run]
  const missing = new EvaluationError(`${pathOf(left)} has no such tag, or nothing is known about it`)
  return computed((environment) => {
    const value = tagOf(owner(environment), name(environment), environment)
    if (value === undefined) throw missing
    return value
  })
}

function tagTest(body: unknown, compile: Compile<Node>): Node {
  const { left, right } = fieldsOf(body, ['left', 'right'], 'hasTag')
  const [owner, name] = [compile(left).run, compile(right).run]
  return computed((environment) => tagOf(owner(environment), name(environment), environment) !== undefined)
}

/** How a person would write the owner of a missing attribute. */
function pathOf(expression: unknown): string {
  const [operator, body] = operatorOf(expression)
  if (operator === 'Var') return textOf(body, 'a variable')
  if (operator !== '.') return 'a value'
  const { left, attr } = fieldsOf(body, ['left', 'attr'], '.')
  return `${pathOf(left)}.${textOf(attr, 'the name of an attribute')}`
}

/** Attributes and tags. Asking whether one exists never errs on an entity; reading one that does not exist does. */
export const ATTRIBUTES: ReadonlyMap<string, (body: unknown, compile: Compile<Node>) => Node> = new Map([
  ['.', attribute],
  ['has', attributeTest],
  ['getTag', tag],
  ['hasTag', tagTest],
])
