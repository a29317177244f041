import { parseDatetime } from './datetime.ts'
import { EvaluationError, NOT_A_STRING } from './evaluation-error.ts'
import { type ExtensionKind, ExtensionValue, parseDecimal, parseDuration } from './extension-values.ts'
import { IpAddress, parseIp } from './ip-address.ts'
import { addLongs, divideTowardZero, type Long, remainderFromBelow, subtractLongs } from './long.ts'
import type { Value } from './values.ts'

const DAY_MS = 86_400_000
const EXPECTED: Readonly<Record<ExtensionKind, EvaluationError>> = {
  decimal: new EvaluationError('type error: expected a decimal'),
  datetime: new EvaluationError('type error: expected a datetime'),
  duration: new EvaluationError('type error: expected a duration'),
}
const NOT_AN_IP = new EvaluationError('type error: expected an IP address')

/** A function of an extension, in either writing: `f(a, b)` is `a.f(b)`. */
export type ExtensionFunction = { arity: 1; call: (only: Value) => Value } | { arity: 2; call: (left: Value, right: Value) => Value }

function amountOf(kind: ExtensionKind, value: Value): Long {
  if (value instanceof ExtensionValue && value.kind === kind) return value.amount
  throw EXPECTED[kind]
}

function ipOf(value: Value): IpAddress {
  if (value instanceof IpAddress) return value
  throw NOT_AN_IP
}

function construct(parse: (text: string) => Value): ExtensionFunction {
  return {
    arity: 1,
    call: (text) => {
      if (typeof text !== 'string') throw NOT_A_STRING
      return parse(text)
    },
  }
}

const ofIp = (answer: (ip: IpAddress) => boolean): ExtensionFunction => ({ arity: 1, call: (value) => answer(ipOf(value)) })

const compareDecimals = (answer: (left: Long, right: Long) => boolean): ExtensionFunction => ({
  arity: 2,
  call: (left, right) => answer(amountOf('decimal', left), amountOf('decimal', right)),
})

const wholeUnits = (milliseconds: number): ExtensionFunction => ({
  arity: 1,
  call: (value) => divideTowardZero(amountOf('duration', value), milliseconds),
})

/** Every function of Cedar's extensions decimal, ipaddr and datetime. A function that is not here cannot be compiled. */
export const EXTENSION_FUNCTIONS: ReadonlyMap<string, ExtensionFunction> = new Map<string, ExtensionFunction>([
  ['decimal', construct(parseDecimal)],
  ['lessThan', compareDecimals((left, right) => left < right)],
  ['lessThanOrEqual', compareDecimals((left, right) => left <= right)],
  ['greaterThan', compareDecimals((left, right) => left > right)],
  ['greaterThanOrEqual', compareDecimals((left, right) => left >= right)],
  ['ip', construct(parseIp)],
  ['isIpv4', ofIp((ip) => ip.bits === 32)],
  ['isIpv6', ofIp((ip) => ip.bits === 128)],
  ['isLoopback', ofIp((ip) => ip.isLoopback())],
  ['isMulticast', ofIp((ip) => ip.isMulticast())],
  ['isInRange', { arity: 2, call: (left, right) => ipOf(left).isInRange(ipOf(right)) }],
  ['datetime', construct(parseDatetime)],
  ['duration', construct(parseDuration)],
  ['offset', { arity: 2, call: (left, right) => new ExtensionValue('datetime', addLongs(amountOf('datetime', left), amountOf('duration', right))) }],
  [
    'durationSince',
    { arity: 2, call: (left, right) => new ExtensionValue('duration', subtractLongs(amountOf('datetime', left), amountOf('datetime', right))) },
  ],
  ['toDate', { arity: 1, call: (value) => startOfDay(amountOf('datetime', value)) }],
  ['toTime', { arity: 1, call: (value) => new ExtensionValue('duration', remainderFromBelow(amountOf('datetime', value), DAY_MS)) }],
  ['toMilliseconds', wholeUnits(1)],
  ['toSeconds', wholeUnits(1000)],
  ['toMinutes', wholeUnits(60_000)],
  ['toHours', wholeUnits(3_600_000)],
  ['toDays', wholeUnits(DAY_MS)],
])

function startOfDay(amount: Long): ExtensionValue {
  return new ExtensionValue('datetime', subtractLongs(amount, remainderFromBelow(amount, DAY_MS)))
}
