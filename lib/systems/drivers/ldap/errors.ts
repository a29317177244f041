import { ResultCodeError } from 'ldapts'
import { TenureError, type ErrorCode } from '#lib/core/errors.ts'
import { NETWORK_WORDS } from '../network-words.ts'
import { scrub } from '../scrub.ts'

/** Result codes of RFC 4511 §4.1.9 that speak about the rights of Tenure's account. */
const FORBIDDEN: readonly number[] = [7, 8, 13, 48, 49, 50]
/** Those that may pass: operationsError, timeLimitExceeded, busy, unavailable. */
const PASSING: readonly number[] = [1, 3, 51, 52]
const SIZE_LIMIT = 4

/** The LDAP result code or network code of an error, or null. */
export function codeOf(error: unknown): string | null {
  const from = error instanceof TenureError ? error.cause : error
  if (typeof from !== 'object' || from === null || !('code' in from)) return null
  return typeof from.code === 'string' || typeof from.code === 'number' ? String(from.code) : null
}

/** Whether the directory answered with this result code. */
export const isResult = (error: unknown, ...codes: number[]): boolean => error instanceof ResultCodeError && codes.includes(error.code)

function kindOf(code: number): ErrorCode {
  if (FORBIDDEN.includes(code)) return 'forbidden'
  return PASSING.includes(code) ? 'unavailable' : 'conflict'
}

/**
 * Any failure of a call as an error for people: `unavailable` when trying again may help, `forbidden` when Tenure's account lacks a right or is refused,
 * `conflict` when the directory cannot do it as things stand. Nothing of `secrets` is in it.
 */
export function ldapError(error: unknown, doing: string, secrets: readonly string[]): TenureError {
  if (error instanceof TenureError) return error
  const code = codeOf(error)
  const said = scrub(error instanceof Error ? error.message : String(error), secrets).slice(0, 500)
  const cause = Object.assign(new Error(said), { code })
  if (!(error instanceof ResultCodeError)) {
    const why = (code && NETWORK_WORDS[code]) ?? said
    return new TenureError('unavailable', `Tenure could not ${doing}: the directory could not be used (${why})`, { cause })
  }
  if (error.code === SIZE_LIMIT)
    return new TenureError(
      'conflict',
      `Tenure could not ${doing}: the directory hands out only a part. Lift the size limit for Tenure's account, as in the guide`,
      { cause },
    )
  return new TenureError(kindOf(error.code), `Tenure could not ${doing}: the directory says "${said}" (${error.code})`, { cause })
}

/** Fails with `unavailable` when the caller stopped the call: what the directory did by then is not known. */
export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new TenureError('unavailable', 'The call to the directory was stopped before it was done', { cause: signal.reason })
}
