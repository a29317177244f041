import { cedar } from '../cedar.ts'
import { notCompilable } from './policy-json.ts'
import { isObject } from './read-value.ts'

const TOKEN = /\/\/[^\n]*|"(?:\\.|[^"\\])*"|[A-Za-z_][A-Za-z0-9_]*|[0-9]+/gs
const DIGITS_OF_A_NUMBER = 15

/**
 * A policy's text as Cedar's JSON, with every integer exact. The engine hands its JSON over as JavaScript numbers, which round integers beyond 2^53: texts that
 * hold such integers are read a second time with each of them written as a call, which is then replaced by the integer as a bigint. Throws `invalid` on what does not parse.
 */
export function readPolicyText(text: string): unknown {
  return readExactly(text, (source) => cedar().policyToJson(source))
}

/** The same for a template. */
export function readTemplateText(text: string): unknown {
  return readExactly(text, (source) => cedar().templateToJson(source))
}

type Answer = { type: 'success'; json: unknown } | { type: 'failure'; errors: readonly { message: string }[] }

function readExactly(text: string, parse: (source: string) => Answer): unknown {
  const json = parsed(parse(text))
  const large = (token: string) => /^[0-9]/.test(token) && token.length > DIGITS_OF_A_NUMBER
  const count = text.match(TOKEN)?.filter(large).length ?? 0
  if (count === 0) return json
  const marked = parsed(parse(text.replace(TOKEN, (token) => (large(token) ? `unknown("${token}")` : token))))
  const replaced = { count: 0 }
  const exact = withIntegers(marked, replaced)
  if (replaced.count !== count) throw notCompilable('an integer of it cannot be read exactly')
  return exact
}

function parsed(answer: Answer): unknown {
  if (answer.type === 'success') return answer.json
  throw notCompilable(answer.errors.map((error) => error.message).join('; '))
}

function withIntegers(json: unknown, replaced: { count: number }): unknown {
  if (Array.isArray(json)) return json.map((part) => withIntegers(part, replaced))
  if (!isObject(json)) return json
  const magnitude = markedInteger(json)
  // Only negated does 2^63 fit: the sign belongs to the literal
  const negated = isObject(json['neg']) ? markedInteger(json['neg']['arg']) : undefined
  if (magnitude === undefined && negated === undefined) {
    return Object.fromEntries(Object.entries(json).map(([name, part]) => [name, withIntegers(part, replaced)]))
  }
  replaced.count += 1
  return { Value: magnitude ?? -(negated ?? 0n) }
}

function markedInteger(json: unknown): bigint | undefined {
  if (!isObject(json) || !Array.isArray(json['unknown'])) return undefined
  const [argument] = json['unknown'] as unknown[]
  return isObject(argument) && typeof argument['Value'] === 'string' && /^[0-9]+$/.test(argument['Value']) ? BigInt(argument['Value']) : undefined
}
