import type { Driver } from '#lib/systems/driver.ts'
import { accountName } from './account.ts'
import { connectPostgresql, type PostgresqlConnection } from './connect.ts'
import { activity, discover } from './discover.ts'
import { mint } from './mint.ts'
import { offboarding } from './offboarding.ts'
import { probe } from './probe.ts'
import { reread } from './reread.ts'
import { residual } from './residual.ts'
import { revocation } from './revoke.ts'
import { PostgresqlSettings } from './schemas.ts'
import { testConnection } from './test-connection.ts'

/** PostgreSQL 15 and later, through the account of docs/guides/connect-postgresql.md. A lease is a role of its own, with membership in one group role. */
export const postgresqlDriver: Driver<PostgresqlConnection> = {
  kind: 'postgresql',
  title: 'PostgreSQL',
  connectionSchema: PostgresqlSettings,
  secretFields: ['password'],
  capabilities: ['discover', 'mint', 'revoke', 'probe', 'reread', 'residual', 'activity', 'offboard'],
  connect: connectPostgresql,
  test: testConnection,
  discover,
  activity,
  accountName,
  mint,
  revocation,
  probe,
  reread,
  residual,
  offboarding,
}
