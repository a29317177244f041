import { ErrorReply } from 'redis'
import { type ErrorCode, TenureError } from '#lib/core/errors.ts'
import { NETWORK_WORDS } from '../network-words.ts'
import { scrub } from '../scrub.ts'

const FORBIDDEN: ReadonlySet<string> = new Set(['NOPERM', 'NOAUTH', 'WRONGPASS'])
/** The server is starting, busy, out of memory, or cannot write for now. */
const PASSING: ReadonlySet<string> = new Set(['LOADING', 'BUSY', 'MASTERDOWN', 'OOM', 'MISCONF', 'READONLY', 'TRYAGAIN', 'CLUSTERDOWN'])

/** The word that Redis begins a refusal with, such as WRONGPASS, or the network's code, or null. */
export function codeOf(error: unknown): string | null {
  if (error instanceof ErrorReply) return /^[A-Z]+/.exec(error.message)?.[0] ?? null
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}

function kindOf(code: string | null): ErrorCode {
  if (code !== null && FORBIDDEN.has(code)) return 'forbidden'
  return code !== null && PASSING.has(code) ? 'unavailable' : 'conflict'
}

/**
 * Any failure of a call as an error for people: `unavailable` when trying again may help, `forbidden` when Tenure's user lacks a right,
 * `conflict` when the server cannot do it as things stand. Never carries the command, and nothing of `secrets`.
 */
export function redisError(error: unknown, doing: string, secrets: readonly string[] = []): TenureError {
  if (error instanceof TenureError) return error
  const code = codeOf(error)
  const said = scrub(error instanceof Error ? error.message : String(error), secrets)
  const cause = Object.assign(new Error(said), { code })
  if (error instanceof ErrorReply) return new TenureError(kindOf(code), `Tenure could not ${doing}: Redis says "${said}"`, { cause })
  return new TenureError('unavailable', `Tenure could not ${doing}: the Redis server could not be used (${(code && NETWORK_WORDS[code]) ?? said})`, { cause })
}
