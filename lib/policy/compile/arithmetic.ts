import { NOT_A_LONG } from './evaluation-error.ts'
import { addLongs, isLong, type Long, multiplyLongs, negateLong, subtractLongs } from './long.ts'
import { folded, type Node } from './node.ts'
import { type Compile, fieldsOf } from './policy-json.ts'

const binary = (operator: string, calculate: (left: Long, right: Long) => Long) => (body: unknown, compile: Compile<Node>) => {
  const operands = fieldsOf(body, ['left', 'right'], operator)
  const [left, right] = [compile(operands.left), compile(operands.right)]
  return folded([left, right], (environment) => {
    const [a, b] = [left.run(environment), right.run(environment)]
    if (!isLong(a) || !isLong(b)) throw NOT_A_LONG
    return calculate(a, b)
  })
}

function negative(body: unknown, compile: Compile<Node>): Node {
  const operand = compile(fieldsOf(body, ['arg'], 'neg').arg)
  return folded([operand], (environment) => {
    const value = operand.run(environment)
    if (!isLong(value)) throw NOT_A_LONG
    return negateLong(value)
  })
}

/** `+`, `-`, `*` and the sign: exact within 64 bits, an error beyond. */
export const ARITHMETIC: ReadonlyMap<string, (body: unknown, compile: Compile<Node>) => Node> = new Map([
  ['+', binary('+', addLongs)],
  ['-', binary('-', subtractLongs)],
  ['*', binary('*', multiplyLongs)],
  ['neg', negative],
])
