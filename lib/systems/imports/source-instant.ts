import { z } from 'zod'
import { meansNever, parseInstant } from './instant.ts'

/**
 * A field with an instant as most programs write it (ISO 8601 with a zone), as a Date. Null where it is empty, or says "never": the year 9999, and the
 * year 1 with which Go programs write a time that is not set.
 */
export const SourceInstant = z
  .string()
  .nullable()
  .transform((text, context): Date | null => {
    if (text === null || text === '') return null
    const instant = parseInstant(text)
    if (instant) return meansNever(instant) || instant.getUTCFullYear() <= 1 ? null : instant
    context.addIssue({ code: 'custom', message: 'must be an instant such as 2026-11-22T05:14:53Z' })
    return z.NEVER
  })

/** A moment that an export writes as seconds since 1970, as a Date; null for 0 and for what lies beyond the year 9999. */
export const UnixSeconds = z.number().transform((seconds) => (seconds > 0 && seconds < 253_370_764_800 ? new Date(seconds * 1_000) : null))
