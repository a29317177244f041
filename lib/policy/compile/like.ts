import { NOT_A_STRING } from './evaluation-error.ts'
import { computed, type Node } from './node.ts'
import { type Compile, fieldsOf, listOf, notCompilable, operatorOf, textOf } from './policy-json.ts'

/** `like`: a pattern in which a wildcard stands for any text, also none. */
export function like(body: unknown, compile: Compile<Node>): Node {
  const { left, pattern } = fieldsOf(body, ['left', 'pattern'], 'like')
  const operand = compile(left).run
  const matches = matcher(piecesOf(listOf(pattern, 'a pattern')))
  return computed((environment) => {
    const text = operand(environment)
    if (typeof text !== 'string') throw NOT_A_STRING
    return matches(text)
  })
}

/** The literal texts between wildcards, of which there is one more than wildcards. */
function piecesOf(pattern: readonly unknown[]): [string, ...string[]] {
  const pieces: [string, ...string[]] = ['']
  for (const element of pattern) {
    if (element === 'Wildcard') {
      pieces.push('')
      continue
    }
    const [kind, literal] = operatorOf(element)
    if (kind !== 'Literal') throw notCompilable(`a pattern has "${kind}", which is not known here`)
    pieces[pieces.length - 1] += textOf(literal, 'a part of a pattern')
  }
  return pieces
}

/** Matches without going back: each piece is taken where it first occurs. Time grows with the text times its longest piece, never worse. */
function matcher([head, ...pieces]: [string, ...string[]]): (text: string) => boolean {
  const tail = pieces.pop()
  if (tail === undefined) return (text) => text === head
  return (text) => {
    const end = text.length - tail.length
    if (end < head.length || !text.startsWith(head) || !text.endsWith(tail)) return false
    let from = head.length
    for (const piece of pieces) {
      const at = text.indexOf(piece, from)
      if (at === -1) return false
      from = at + piece.length
    }
    return from <= end
  }
}
