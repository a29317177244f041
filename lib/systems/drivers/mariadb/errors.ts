import { type ErrorCode, TenureError } from '#lib/core/errors.ts'
import { scrub } from '../scrub.ts'
import { NETWORK_WORDS } from '../network-words.ts'

/** What the server itself answered: its number, its SQLSTATE and its words. */
export type ServerError = Error & { errno: number; sqlState: string }

/** Whether the server refused, rather than the way to it. */
export function isServerError(error: unknown): error is ServerError {
  return error instanceof Error && 'errno' in error && typeof error.errno === 'number' && 'sqlState' in error && typeof error.sqlState === 'string'
}

const NETWORK: Record<string, string> = {
  ...NETWORK_WORDS,
  PROTOCOL_CONNECTION_LOST: 'the connection was cut',
  PROTOCOL_SEQUENCE_TIMEOUT: 'it did not answer in time',
  HANDSHAKE_NO_SSL_SUPPORT: 'it does not offer TLS',
}

/** The account lacks a right, or is refused (mariadb.com/kb/en/mariadb-error-codes). */
const FORBIDDEN: ReadonlySet<number> = new Set([1044, 1045, 1130, 1142, 1143, 1227, 1370, 1410, 1698, 4151])
/** The server is busy, closing, read-only for now, or ended the statement: trying again may help. */
const PASSING: ReadonlySet<number> = new Set([1040, 1053, 1129, 1203, 1205, 1213, 1226, 1290, 1317, 1836, 1927, 1969, 2013])
/** A refusal that one of the guide's procedures wrote. */
const OF_THE_PROCEDURES = '45000'

/** The server's number or the network code of an error, or null. The library's names for numbers are those of MySQL, which counts differently from 1900 on. */
export function codeOf(error: unknown): string | null {
  if (isServerError(error)) return String(error.errno)
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}

function kindOf(error: ServerError): ErrorCode {
  if (FORBIDDEN.has(error.errno)) return 'forbidden'
  return PASSING.has(error.errno) ? 'unavailable' : 'conflict'
}

/**
 * Any failure of a call as an error for people: `unavailable` when trying again may help, `forbidden` when Tenure's account lacks a right,
 * `conflict` when the server cannot do it as things stand. Never carries the statement, and nothing of `secrets`.
 */
export function mariadbError(error: unknown, doing: string, secrets: readonly string[] = []): TenureError {
  if (error instanceof TenureError) return error
  const code = codeOf(error)
  const said = scrub(error instanceof Error ? error.message : String(error), secrets)
  const cause = Object.assign(new Error(said), { code })
  if (!isServerError(error)) {
    const why = (code && NETWORK[code]) ?? said
    return new TenureError('unavailable', `Tenure could not ${doing}: the MariaDB server could not be used (${why})`, { cause })
  }
  if (error.sqlState === OF_THE_PROCEDURES) return new TenureError('conflict', `Tenure could not ${doing}: ${said}. Tenure does not touch it`, { cause })
  const remedy = error.errno === 1370 ? '. Run the block of docs/guides/connect-mariadb.md that gives this right' : ''
  return new TenureError(kindOf(error), `Tenure could not ${doing}: MariaDB says "${said}" (${error.errno})${remedy}`, { cause })
}
