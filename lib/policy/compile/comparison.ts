import { NOT_COMPARABLE } from './evaluation-error.ts'
import { ExtensionValue } from './extension-values.ts'
import { isLong, type Long } from './long.ts'
import { type Closure, computed, type Node } from './node.ts'
import { type Compile, fieldsOf } from './policy-json.ts'
import { sameValue, type Value } from './values.ts'

/** Two longs, two datetimes or two durations, as what they are ordered by. Decimals have functions of their own. */
function comparable(left: Value, right: Value): [Long, Long] {
  if (isLong(left) && isLong(right)) return [left, right]
  if (left instanceof ExtensionValue && right instanceof ExtensionValue && left.kind === right.kind && left.kind !== 'decimal')
    return [left.amount, right.amount]
  throw NOT_COMPARABLE
}

const ordered = (operator: string, answer: (left: Long, right: Long) => boolean) => (body: unknown, compile: Compile<Node>) => {
  const operands = fieldsOf(body, ['left', 'right'], operator)
  const [left, right] = [compile(operands.left).run, compile(operands.right).run]
  return computed((environment) => {
    const [a, b] = [left(environment), right(environment)]
    if (typeof a === 'number' && typeof b === 'number') return answer(a, b)
    const [from, to] = comparable(a, b)
    return answer(from, to)
  })
}

const equal = (operator: string, wanted: boolean) => (body: unknown, compile: Compile<Node>) => {
  const operands = fieldsOf(body, ['left', 'right'], operator)
  const [left, right] = [compile(operands.left), compile(operands.right)]
  const simple = withPrimitive(left, right, wanted) ?? withPrimitive(right, left, wanted)
  return computed(simple ?? ((environment) => sameValue(left.run(environment), right.run(environment)) === wanted))
}

/** Equality with a literal string, long or boolean, which is JavaScript's own. */
function withPrimitive({ run }: Node, { constant: literal }: Node, wanted: boolean): Closure | undefined {
  if (literal === undefined || typeof literal === 'object') return undefined
  return wanted ? (environment) => run(environment) === literal : (environment) => run(environment) !== literal
}

/** Equality, which never errs, and order. Numbers and bigints compare with each other exactly in JavaScript. */
export const COMPARISON: ReadonlyMap<string, (body: unknown, compile: Compile<Node>) => Node> = new Map([
  ['==', equal('==', true)],
  ['!=', equal('!=', false)],
  ['<', ordered('<', (left, right) => left < right)],
  ['<=', ordered('<=', (left, right) => left <= right)],
  ['>', ordered('>', (left, right) => left > right)],
  ['>=', ordered('>=', (left, right) => left >= right)],
])
