import type { LdapEntry } from './entry.ts'
import { fromGeneralizedTime, sidText } from './values.ts'

export type Dialect = 'active_directory' | 'openldap'

/**
 * What a directory says about itself (RFC 4512 §5.1). `bases` is where its entries begin; `time` its clock, and `own` the identifiers
 * of the account that asks and of its groups, both of which only Active Directory tells here (MS-ADTS §3.1.1.3.2.22).
 */
export type RootDse = { dialect: Dialect; bases: string[]; version: string; controls: string[]; time: Date | null; own: string[] }

/** LDAP_CAP_ACTIVE_DIRECTORY_OID (MS-ADTS §3.1.1.3.4.3). */
const ACTIVE_DIRECTORY = '1.2.840.113556.1.4.800'
/** The password policy control of draft-behera-ldap-password-policy. */
export const PASSWORD_POLICY_CONTROL = '1.3.6.1.4.1.42.2.27.8.5.1'

export const ROOT_DSE_ATTRIBUTES = ['*', '+', 'tokenGroups']

/** Reads the root entry; a directory that is not Active Directory is spoken to as OpenLDAP, whose attributes are the common ones. */
export function readRootDse(entry: LdapEntry): RootDse {
  const active = entry.texts('supportedCapabilities').includes(ACTIVE_DIRECTORY)
  const base = active ? entry.text('defaultNamingContext') : null
  const vendor = [entry.text('vendorName'), entry.text('vendorVersion')].filter((part) => part !== null).join(' ')
  const functionality = entry.text('domainControllerFunctionality')
  return {
    dialect: active ? 'active_directory' : 'openldap',
    bases: base === null ? entry.texts('namingContexts') : [base],
    version: active ? `Active Directory, functionality ${functionality ?? 'unknown'}${vendor === '' ? '' : ` (${vendor})`}` : vendor || 'LDAP v3',
    controls: entry.texts('supportedControl'),
    time: fromGeneralizedTime(entry.text('currentTime')),
    own: entry
      .buffers('tokenGroups')
      .map(sidText)
      .filter((sid) => sid !== null),
  }
}
