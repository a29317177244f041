import { NOT_A_SET } from './evaluation-error.ts'
import { computed, folded, type Node } from './node.ts'
import { type Compile, fieldsOf, listOf, notCompilable } from './policy-json.ts'
import { isObject } from './read-value.ts'
import { RecordValue, SetValue, type Value } from './values.ts'

function setOf(value: Value): SetValue {
  if (value instanceof SetValue) return value
  throw NOT_A_SET
}

function set(body: unknown, compile: Compile<Node>): Node {
  const members = listOf(body, 'a set').map(compile)
  return folded(members, (environment) => new SetValue(members.map(({ run }) => run(environment))))
}

function record(body: unknown, compile: Compile<Node>): Node {
  if (!isObject(body)) throw notCompilable('a record is not written as Cedar writes it')
  const fields = Object.entries(body).map(([name, value]) => ({ name, node: compile(value) }))
  return folded(
    fields.map(({ node }) => node),
    (environment) => new RecordValue(new Map(fields.map(({ name, node }) => [name, node.run(environment)]))),
  )
}

const ofSets = (operator: string, answer: (left: SetValue, right: SetValue) => boolean) => (body: unknown, compile: Compile<Node>) => {
  const operands = fieldsOf(body, ['left', 'right'], operator)
  const [left, right] = [compile(operands.left).run, compile(operands.right).run]
  return computed((environment) => {
    const [a, b] = [left(environment), right(environment)]
    return answer(setOf(a), setOf(b))
  })
}

function contains(body: unknown, compile: Compile<Node>): Node {
  const operands = fieldsOf(body, ['left', 'right'], 'contains')
  const [left, right] = [compile(operands.left).run, compile(operands.right).run]
  return computed((environment) => {
    const [whole, member] = [left(environment), right(environment)]
    return setOf(whole).has(member)
  })
}

function isEmpty(body: unknown, compile: Compile<Node>): Node {
  const operand = compile(fieldsOf(body, ['arg'], 'isEmpty').arg).run
  return computed((environment) => setOf(operand(environment)).members.length === 0)
}

/** Sets and records: their literals, and what is asked of sets. */
export const COLLECTIONS: ReadonlyMap<string, (body: unknown, compile: Compile<Node>) => Node> = new Map([
  ['Set', set],
  ['Record', record],
  ['contains', contains],
  ['containsAll', ofSets('containsAll', (left, right) => right.members.every((member) => left.has(member)))],
  ['containsAny', ofSets('containsAny', (left, right) => right.members.some((member) => left.has(member)))],
  ['isEmpty', isEmpty],
])
