import { z } from 'zod'

const PART = /(\d{1,10})(h|m|s|ms|d)/g
const SECONDS_OF: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1, ms: 0.001 }

/** A length of time as Vault writes it, in seconds: a number, the same as text, or Go's `1h30m`. 0 means the default of the mount or of the server. */
export const VaultSeconds = z
  .union([z.number(), z.string().max(64)], 'must be a number of seconds, or a length of time such as 1h30m')
  .nullish()
  .transform((value, context): number => {
    const seconds = typeof value === 'string' ? secondsOf(value) : (value ?? 0)
    if (Number.isFinite(seconds) && seconds >= 0 && seconds <= 1e12) return seconds
    context.addIssue({ code: 'custom', message: 'must be a number of seconds, or a length of time such as 1h30m' })
    return z.NEVER
  })

function secondsOf(text: string): number {
  if (/^\d{1,12}$/.test(text)) return Number(text)
  if (text.replaceAll(PART, '') !== '' || text === '') return Number.NaN
  return [...text.matchAll(PART)].reduce((sum, [, count, unit]) => sum + Number(count) * (SECONDS_OF[unit ?? ''] ?? 0), 0)
}
