import type { z } from 'zod'
import { TenureError } from '#lib/core/errors.ts'
import { NETWORK_WORDS } from '../network-words.ts'
import { scrub } from '../scrub.ts'

/** The status or network code of a failure, or null. */
export function codeOf(error: unknown): string | null {
  const from = error instanceof TenureError ? error.cause : error
  return typeof from === 'object' && from !== null && 'code' in from && typeof from.code === 'string' ? from.code : null
}

/** What a network failure means, in words. */
export function networkReason(error: unknown): string {
  const code = codeOf(error)
  return (code && NETWORK_WORDS[code]) ?? (error instanceof Error ? error.message : String(error))
}

/** Any failure to reach the server as `unavailable`, without any of `secrets`. */
export function unreachable(error: unknown, doing: string, secrets: readonly string[]): TenureError {
  if (error instanceof TenureError) return error
  const why = scrub(networkReason(error), secrets)
  const cause = Object.assign(new Error(why), { code: codeOf(error) })
  return new TenureError('unavailable', `Tenure could not ${doing}: the RabbitMQ server could not be used (${why})`, { cause })
}

/**
 * An answer of the management API that is none: `forbidden` when Tenure's account is refused or lacks a tag, `conflict` when the server cannot do it
 * as things stand, `unavailable` when trying again may help.
 */
export function refusal(status: number, said: string, doing: string): TenureError {
  const cause = Object.assign(new Error(said), { code: String(status) })
  const text = `Tenure could not ${doing}: RabbitMQ says "${said}" (${status})`
  if (status === 401 || status === 403) return new TenureError('forbidden', text, { cause })
  if (status === 408 || status === 429 || status >= 500 || status < 400) return new TenureError('unavailable', text, { cause })
  return new TenureError('conflict', text, { cause })
}

/** An answer in the shape that it must have; `unavailable` for any other, which a proxy or another version may give. */
export function shaped<S extends z.ZodType>(schema: S, answer: unknown): z.infer<S> {
  const parsed = schema.safeParse(answer)
  if (parsed.success) return parsed.data
  const where = parsed.error.issues[0]?.path.join('.') || 'the whole'
  throw new TenureError('unavailable', `The management API gave an answer that Tenure does not understand (${where}): is there a proxy in between?`)
}

/** Fails with `unavailable` when the caller stopped the call: what the server did by then is not known. */
export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new TenureError('unavailable', 'The call to RabbitMQ was stopped before it was done', { cause: signal.reason })
}
