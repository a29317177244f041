import { TenureError } from '#lib/core/errors.ts'
import { isObject } from './read-value.ts'

type Fields = Readonly<Record<string, unknown>>

/** Compiles an operand: the same function for every operator, handed down so that operators need not import one another. */
export type Compile<Node> = (expression: unknown) => Node

/** Refuses to publish what this compiler does not know: deciding without it would be deciding something else. */
export const notCompilable = (problem: string) => new TenureError('invalid', `The policies cannot be published: ${problem}`, { fields: { text: problem } })

/** The fields of an object of a policy's JSON, which are those named, or fewer. Throws `invalid` otherwise. */
export function fieldsOf<const Name extends string>(json: unknown, names: readonly Name[], what: string): Record<Name, unknown> {
  if (!isObject(json)) throw notCompilable(`${what} is not written as Cedar writes it`)
  const unknown = Object.keys(json).find((key) => !names.some((name) => name === key))
  if (unknown !== undefined) throw notCompilable(`${what} has "${unknown}", which is not known here`)
  return pick(json, names)
}

/** The operator of an expression and its body. Throws `invalid` when it is not exactly one. */
export function operatorOf(expression: unknown): [operator: string, body: unknown] {
  const [entry, ...others] = isObject(expression) ? Object.entries(expression) : []
  if (!entry || others.length > 0) throw notCompilable('an expression is not written as Cedar writes it')
  return entry
}

/** Text where the JSON must have text. Throws `invalid` otherwise. */
export function textOf(json: unknown, what: string): string {
  if (typeof json !== 'string') throw notCompilable(`${what} is not text`)
  return json
}

/** A list where the JSON must have a list. Throws `invalid` otherwise. */
export function listOf(json: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(json)) throw notCompilable(`${what} is not a list`)
  return json
}

function pick<Name extends string>(json: Fields, names: readonly Name[]): Record<Name, unknown> {
  return Object.fromEntries(names.map((name) => [name, json[name]])) as Record<Name, unknown>
}
