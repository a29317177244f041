import type { Driver } from '#lib/systems/driver.ts'
import { accountName } from './account.ts'
import { connectMariadb, type MariadbConnection } from './connect.ts'
import { discover } from './discover.ts'
import { mint } from './mint.ts'
import { offboarding } from './offboarding.ts'
import { probe } from './probe.ts'
import { reread } from './reread.ts'
import { residual } from './residual.ts'
import { revocation } from './revoke.ts'
import { MariadbSettings } from './schemas.ts'
import { testConnection } from './test-connection.ts'

/** MariaDB 10.6 and later, through the account and the procedures of docs/guides/connect-mariadb.md. A lease is an account of its own, with one role as its default. */
export const mariadbDriver: Driver<MariadbConnection> = {
  kind: 'mariadb',
  title: 'MariaDB',
  connectionSchema: MariadbSettings,
  secretFields: ['password'],
  capabilities: ['discover', 'mint', 'revoke', 'probe', 'reread', 'residual', 'offboard'],
  connect: connectMariadb,
  test: testConnection,
  discover,
  accountName,
  mint,
  revocation,
  probe,
  reread,
  residual,
  offboarding,
}
