import { ARITHMETIC } from './arithmetic.ts'
import { ATTRIBUTES } from './attributes.ts'
import { COLLECTIONS } from './collections.ts'
import { COMPARISON } from './comparison.ts'
import { EXTENSION_FUNCTIONS } from './extensions.ts'
import { like } from './like.ts'
import { LOGIC } from './logic.ts'
import { MEMBERSHIP } from './membership.ts'
import { computed, constant, folded, type Node } from './node.ts'
import { type Compile, listOf, notCompilable, operatorOf } from './policy-json.ts'
import { readValue } from './read-value.ts'

const MAX_DEPTH = 400

const OPERATORS: ReadonlyMap<string, (body: unknown, compile: Compile<Node>) => Node> = new Map([
  ...LOGIC,
  ...ARITHMETIC,
  ...COMPARISON,
  ...MEMBERSHIP,
  ...ATTRIBUTES,
  ...COLLECTIONS,
  ['like', like] as const,
  ['Value', (body: unknown) => constant(readValue(body))] as const,
  ['Var', variable] as const,
])

/** Compiles an expression of a policy's JSON. Throws `invalid` on what is not known here, and on what nests so deep that evaluating it could exhaust the stack. */
export function compileExpression(expression: unknown, depth = 0): Node {
  if (depth > MAX_DEPTH) throw notCompilable(`an expression nests more than ${MAX_DEPTH} deep`)
  const [operator, body] = operatorOf(expression)
  const compile = (operand: unknown) => compileExpression(operand, depth + 1)
  return OPERATORS.get(operator)?.(body, compile) ?? extensionCall(operator, body, compile)
}

function variable(name: unknown): Node {
  switch (name) {
    case 'principal':
    case 'action':
    case 'resource':
    case 'context':
      return computed((environment) => environment[name])
    default:
      throw notCompilable(`there is no variable "${String(name)}"`)
  }
}

function extensionCall(name: string, body: unknown, compile: Compile<Node>): Node {
  const called = EXTENSION_FUNCTIONS.get(name)
  if (!called) throw notCompilable(`"${name}" is not known here`)
  const operands = listOf(body, `the arguments of ${name}`).map(compile)
  const [left, right] = operands
  if (operands.length !== called.arity || !left) throw notCompilable(`${name} takes ${called.arity} arguments, not ${operands.length}`)
  if (called.arity === 1) return folded(operands, (environment) => called.call(left.run(environment)))
  if (!right) throw notCompilable(`${name} takes two arguments`)
  return folded(operands, (environment) => called.call(left.run(environment), right.run(environment)))
}
