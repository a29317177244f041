import { AD_SERVICES } from './active-directory.ts'
import type { LdapSession } from './connect.ts'
import { SERVICES } from './openldap.ts'

/** Which entries are service accounts: the filter of the settings, as people write it with or without its outer parentheses, or the usual one. */
export function serviceFilter({ root, settings }: LdapSession): string {
  const wished = settings.serviceFilter
  if (wished === '') return root.dialect === 'active_directory' ? AD_SERVICES : SERVICES
  return wished.startsWith('(') ? wished : `(${wished})`
}
