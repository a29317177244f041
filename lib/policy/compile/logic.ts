import { NOT_A_BOOLEAN } from './evaluation-error.ts'
import { type Closure, computed, type Node } from './node.ts'
import { type Compile, fieldsOf } from './policy-json.ts'
import { isObject } from './read-value.ts'

/** Cedar's `&&`: stops at the first false; an operand that is no boolean errs when it is reached. */
export function everyOf(closures: readonly Closure[]): Closure {
  const [first, second, ...more] = closures
  if (first && second && more.length === 0) {
    return (environment) => {
      const left = first(environment)
      if (left === false) return false
      if (left !== true) throw NOT_A_BOOLEAN
      const right = second(environment)
      if (right === true || right === false) return right
      throw NOT_A_BOOLEAN
    }
  }
  return (environment) => {
    for (const closure of closures) {
      const value = closure(environment)
      if (value === false) return false
      if (value !== true) throw NOT_A_BOOLEAN
    }
    return true
  }
}

function anyOf(closures: readonly Closure[]): Closure {
  return (environment) => {
    for (const closure of closures) {
      const value = closure(environment)
      if (value === true) return true
      if (value !== false) throw NOT_A_BOOLEAN
    }
    return false
  }
}

/** Cedar's `!`. */
export function negation(closure: Closure): Closure {
  return (environment) => {
    const value = closure(environment)
    if (value === true) return false
    if (value === false) return true
    throw NOT_A_BOOLEAN
  }
}

function conditional(test: Closure, consequent: Closure, alternative: Closure): Closure {
  return (environment) => {
    const value = test(environment)
    if (value === true) return consequent(environment)
    if (value === false) return alternative(environment)
    throw NOT_A_BOOLEAN
  }
}

/** The operands of a chain such as `a && b && c`, which the JSON nests to the left: a long chain must not nest closures. */
function chain(operator: string, body: unknown): unknown[] {
  const operands: unknown[] = []
  let rest = body
  for (;;) {
    const { left, right } = fieldsOf(rest, ['left', 'right'], operator)
    operands.push(right)
    if (!isObject(left) || !(operator in left)) return [left, ...operands.toReversed()]
    rest = left[operator]
  }
}

export const LOGIC: ReadonlyMap<string, (body: unknown, compile: Compile<Node>) => Node> = new Map([
  ['&&', (body, compile) => computed(everyOf(chain('&&', body).map((operand) => compile(operand).run)))],
  ['||', (body, compile) => computed(anyOf(chain('||', body).map((operand) => compile(operand).run)))],
  ['!', (body, compile) => computed(negation(compile(fieldsOf(body, ['arg'], '!').arg).run))],
  [
    'if-then-else',
    (body, compile) => {
      const parts = fieldsOf(body, ['if', 'then', 'else'], 'if-then-else')
      return computed(conditional(compile(parts.if).run, compile(parts.then).run, compile(parts.else).run))
    },
  ],
])
