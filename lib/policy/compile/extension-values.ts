import { EvaluationError } from './evaluation-error.ts'
import { type Long, longOf } from './long.ts'

export type ExtensionKind = 'decimal' | 'datetime' | 'duration'

/** A decimal in ten-thousandths, a datetime in milliseconds since 1970-01-01T00:00:00Z, or a duration in milliseconds: all within 64 bits. */
export class ExtensionValue {
  readonly kind: ExtensionKind
  readonly amount: Long

  constructor(kind: ExtensionKind, amount: Long) {
    this.kind = kind
    this.amount = amount
  }

  get key(): string {
    return `x${this.kind}:${this.amount}`
  }
}

const DECIMAL = /^(-?)([0-9]+)\.([0-9]+)$/
const DURATION = /^(-?)(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?(?:([0-9]+)ms)?$/

const BAD_DECIMAL = new EvaluationError('not a decimal: write digits, a point, and one to four digits')
const BAD_DURATION = new EvaluationError('not a duration: write pairs like "1d2h3m4s5ms"')

/** Reads `decimal("…")`: at most four digits after the point. Throws an EvaluationError on anything else or outside of 64 bits. */
export function parseDecimal(text: string): ExtensionValue {
  const [, sign, whole = '', fraction = ''] = DECIMAL.exec(text) ?? []
  if (sign === undefined || fraction.length > 4) throw BAD_DECIMAL
  const magnitude = BigInt(whole) * 10_000n + BigInt(fraction.padEnd(4, '0'))
  return new ExtensionValue('decimal', longOf(sign === '-' ? -magnitude : magnitude))
}

/** Reads `duration("…")`: quantities with units, the largest first, perhaps negative as a whole. Throws an EvaluationError on anything else. */
export function parseDuration(text: string): ExtensionValue {
  const [, sign, ...parts] = DURATION.exec(text) ?? []
  if (sign === undefined || text === '' || text === '-') throw BAD_DURATION
  const [days = '0', hours = '0', minutes = '0', seconds = '0', milliseconds = '0'] = parts
  const total = (((BigInt(days) * 24n + BigInt(hours)) * 60n + BigInt(minutes)) * 60n + BigInt(seconds)) * 1000n + BigInt(milliseconds)
  return new ExtensionValue('duration', longOf(sign === '-' ? -total : total))
}
