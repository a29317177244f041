import { z } from 'zod'

const INSTANT = /^(\d{4})-(\d\d)-(\d\d)[T ](?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/

/**
 * An instant as most programs write it (ISO 8601 with a zone; the older command line of AWS puts a space for the T), or null when the text is
 * none. Days that do not exist (30 February) are none either.
 */
export function parseInstant(text: string): Date | null {
  const [year = 0, month = 0, day = 0] = (INSTANT.exec(text) ?? []).slice(1).map(Number)
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate()
  if (year < 1 || month < 1 || day < 1 || day > lastDay) return null
  const instant = new Date(text.replace(' ', 'T').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  return Number.isNaN(instant.getTime()) ? null : instant
}

/** True for the year 9999, with which clouds say "never". */
export function meansNever(instant: Date): boolean {
  return instant.getUTCFullYear() >= 9999
}

/** A field with an instant, kept as ISO 8601 in UTC. */
export const IsoInstant = z.string().transform((text, context) => {
  const instant = parseInstant(text)
  if (instant) return instant.toISOString()
  context.addIssue({ code: 'custom', message: 'must be an instant such as 2026-11-22T05:14:53Z' })
  return z.NEVER
})
