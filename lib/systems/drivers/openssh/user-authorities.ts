import { type AuthorizedKey, parseAuthorizedKeys } from './authorized-keys.ts'
import type { HostAccount, HostFile, HostInventory } from './host-inventory.ts'

/** A CA whose certificates sshd takes for accounts of the whole host (TrustedUserCAKeys), with the file that says so. */
export type UserAuthority = { path: string; authority: AuthorizedKey }

export function userAuthoritiesOf({ userAuthorities }: HostInventory): UserAuthority[] {
  return userAuthorities.flatMap(({ path, content }) => parseAuthorizedKeys(content).keys.map((authority) => ({ path, authority })))
}

/** Which principals a certificate must name to log in as an account. `names` null: which ones, could not be read. */
export type Principals = { names: string[] | null; from: string }

/**
 * The principals of an account (sshd_config(5), AuthorizedPrincipalsFile): without such a file configured the account's own name; with one, the lines of that file.
 * Null when nobody gets in, because the configured file is not there.
 */
export function principalsOf(account: HostAccount, { principalFiles, config, accountConfigs }: HostInventory): Principals | null {
  const own = accountConfigs.get(account.name) ?? config
  const pattern = own.get('authorizedprincipalsfile')
  if (!pattern || pattern === 'none') return { names: [account.name], from: 'the name of the account' }
  const file = principalFiles.find(({ owner }) => owner === account.name)
  if (!file || file.state === 'missing') return null
  return { names: file.state === 'ok' ? namesIn(file) : null, from: file.path }
}

/** The last word of each line: options may stand before a principal. A file with anything secret in it is not taken for one. */
function namesIn({ content }: HostFile): string[] {
  if (/PRIVATE KEY/.test(content)) return []
  const names = content.split('\n').flatMap((line) => line.trim().split(/\s+/).at(-1) ?? [])
  return [...new Set(names.filter((name) => name !== '' && name.length <= 256))].slice(0, 200)
}
