import type { Driver } from '#lib/systems/driver.ts'
import { connectLdap, type LdapConnection } from './connect.ts'
import { discover } from './discover.ts'
import { offboarding } from './offboarding.ts'
import { LdapSettings } from './schemas.ts'
import { testConnection } from './test-connection.ts'

/** Active Directory and OpenLDAP, told apart by what the directory says of itself, through the account of docs/guides/connect-ldap.md. */
export const ldapDriver: Driver<LdapConnection> = {
  kind: 'ldap',
  title: 'LDAP / Active Directory',
  connectionSchema: LdapSettings,
  secretFields: ['password'],
  capabilities: ['discover', 'offboard'],
  connect: connectLdap,
  test: testConnection,
  discover,
  offboarding,
}
