import type { StandingAccount } from '#lib/systems/driver.ts'
import type { Value } from './connect.ts'

const escape = (name: string) => name.replaceAll('%', '%25').replaceAll('@', '%40')
const unescape = (name: string) => name.replaceAll('%40', '@').replaceAll('%25', '%')

/** The key of an account or a role: `user@host`, and a role, which has no host, by its name alone. An `@` or `%` in the name is percent-encoded, so that no two share a key. */
export function holderKey(user: Value | undefined, host: Value | undefined): string {
  const name = escape(`${user ?? ''}`)
  return host === '' ? name : `${name}@${host ?? ''}`
}

/** The user name and the host pattern of an account's key; null for a role. */
export function accountOfKey({ externalId }: StandingAccount): { user: string; host: string } | null {
  const at = externalId.indexOf('@')
  return at < 0 ? null : { user: unescape(externalId.slice(0, at)), host: externalId.slice(at + 1) }
}
