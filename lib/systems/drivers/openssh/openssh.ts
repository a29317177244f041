import type { DiscoveringDriver } from '#lib/systems/driver.ts'
import { connectOpenssh, type OpensshConnection } from './connect.ts'
import { discover } from './discover.ts'
import { OpensshSettings } from './hosts.ts'
import { testConnection } from './test-connection.ts'

/** Hosts with OpenSSH, read over SSH by the account of docs/guides/connect-openssh.md: who may log in there, by which key or CA. */
export const opensshDriver: DiscoveringDriver<OpensshConnection> = {
  kind: 'openssh',
  title: 'OpenSSH hosts',
  connectionSchema: OpensshSettings,
  secretFields: ['privateKey', 'passphrase'],
  capabilities: ['discover'],
  connect: connectOpenssh,
  test: testConnection,
  discover,
}
