import type { Driver } from '#lib/systems/driver.ts'
import { accountName } from './account.ts'
import { connectRabbitmq, type RabbitmqConnection } from './connect.ts'
import { activity, discover } from './discover.ts'
import { mint } from './mint.ts'
import { offboarding } from './offboarding.ts'
import { probe } from './probe.ts'
import { reread, residual } from './reread.ts'
import { revocation } from './revoke.ts'
import { RabbitmqSettings } from './schemas.ts'
import { testConnection } from './test-connection.ts'

/**
 * RabbitMQ 3.10 and later, through the account of docs/guides/connect-rabbitmq.md. A lease is a user of its own with the permissions of a template,
 * known by its name and the tag `tenure-lease`.
 */
export const rabbitmqDriver: Driver<RabbitmqConnection> = {
  kind: 'rabbitmq',
  title: 'RabbitMQ',
  connectionSchema: RabbitmqSettings,
  secretFields: ['password'],
  capabilities: ['discover', 'mint', 'revoke', 'probe', 'reread', 'residual', 'activity', 'offboard'],
  connect: connectRabbitmq,
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
