import pg from 'pg'
import { TenureError, type ErrorCode } from '#lib/core/errors.ts'
import { NETWORK_WORDS } from '../network-words.ts'
import { scrub } from '../scrub.ts'

/** What a failed call may be repeated for: the server was busy, restarting, or met another change of the catalogue. */
const PASSING = /^(08|40|53|57)|^55P03$|^25006$/
/** Two changes of one catalogue row at the same time; PostgreSQL reports it as an internal error. */
const CATALOGUE_RACE = /tuple concurrently (updated|deleted)/

/** The SQLSTATE or network code of an error, or null. */
export function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}

function kindOf(error: pg.DatabaseError): ErrorCode {
  if (error.code === '42501' || error.code?.startsWith('28')) return 'forbidden'
  if (PASSING.test(error.code ?? '') || CATALOGUE_RACE.test(error.message)) return 'unavailable'
  return 'conflict'
}

/**
 * Any failure of a call as an error for people: `unavailable` when trying again may help, `forbidden` when Tenure's account lacks a right,
 * `conflict` when the server cannot do it as things stand. Never carries the statement, and nothing of `secrets`.
 */
export function postgresqlError(error: unknown, doing: string, secrets: readonly string[] = []): TenureError {
  if (error instanceof TenureError) return error
  const code = codeOf(error)
  const said = scrub(error instanceof Error ? error.message : String(error), secrets)
  const cause = Object.assign(new Error(said), { code })
  if (!(error instanceof pg.DatabaseError)) {
    const why = (code && NETWORK_WORDS[code]) ?? said
    return new TenureError('unavailable', `Tenure could not ${doing}: the PostgreSQL server could not be used (${why})`, { cause })
  }
  return new TenureError(kindOf(error), `Tenure could not ${doing}: PostgreSQL says "${said}" (${code ?? 'no code'})`, { cause })
}
