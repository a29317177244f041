/** A point in time as it arrives: a Date from the server component, or ISO text from JSON. */
export type Instant = Date | string

export const toDate = (instant: Instant): Date => (typeof instant === 'string' ? new Date(instant) : instant)

/** The exact instant, to the second and in UTC, as it stands in exports: `2026-11-22 06:59:33 UTC`. */
export function exactInstant(instant: Instant): string {
  return `${toDate(instant).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** The day alone, in UTC: `2026-11-22`. */
export function exactDay(instant: Instant): string {
  return toDate(instant).toISOString().slice(0, 10)
}
