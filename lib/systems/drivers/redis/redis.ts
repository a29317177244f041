import type { Driver } from '#lib/systems/driver.ts'
import { accountName } from './account.ts'
import { connectRedis, type RedisConnection } from './connect.ts'
import { discover } from './discover.ts'
import { mint } from './mint.ts'
import { offboarding } from './offboarding.ts'
import { probe } from './probe.ts'
import { reread } from './reread.ts'
import { residual } from './residual.ts'
import { revocation } from './revoke.ts'
import { RedisSettings } from './schemas.ts'
import { testConnection } from './test-connection.ts'

/** Redis 7 and later, through the user of docs/guides/connect-redis.md. A lease is a user of its own, with the rules of a template. */
export const redisDriver: Driver<RedisConnection> = {
  kind: 'redis',
  title: 'Redis ACL',
  connectionSchema: RedisSettings,
  secretFields: ['password'],
  capabilities: ['discover', 'mint', 'revoke', 'probe', 'reread', 'residual', 'offboard'],
  connect: connectRedis,
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
