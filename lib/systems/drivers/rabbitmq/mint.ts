import { TenureError } from '#lib/core/errors.ts'
import type { CallOptions, Minted, MintOrder } from '#lib/systems/driver.ts'
import { hashOf, isHashOf, LEASE_TAG, lookAtAccount, lookAtUser, NO_PASSWORD, putUser } from './account.ts'
import type { RabbitmqConnection } from './connect.ts'
import { copyRights, inWords, type Rights, rightsOf, sameRights } from './permissions.ts'
import { notLendableReason, POWERS } from './privileges.ts'

type Template = { rights: Rights; tags: string[] }

/** What the template gives. Throws `not_found` without such a user, and `forbidden` when it may not be lent. */
async function templateOf(connection: RabbitmqConnection, privilege: string, options?: CallOptions): Promise<Template> {
  const { user } = await lookAtUser(connection, privilege, options)
  if (!user) throw new TenureError('not_found', `There is no user "${privilege}" on this server: choose another privilege`)
  const rights = await rightsOf(connection, privilege, options)
  const reason = notLendableReason(user, rights, connection.settings.allowPrivileged)
  if (reason) throw new TenureError('forbidden', `"${privilege}" cannot be lent. ${reason}`)
  return { rights, tags: user.tags.filter((tag) => tag in POWERS) }
}

/**
 * Makes the lease's account, or brings the one that a former attempt left to the ordered state. RabbitMQ knows no transactions, so the password comes last:
 * whatever is interrupted before it leaves an account that nobody can log in to. The server keeps no end of an account: `validUntil` is ours alone to keep.
 * Errors: `not_found` (no such privilege), `forbidden` (not to be lent), `conflict` (not our account, lease over), `unavailable`.
 */
export async function mint(connection: RabbitmqConnection, order: MintOrder, options?: CallOptions): Promise<Minted> {
  const { settings } = connection
  const name = order.account
  const doing = 'mint the account'
  const password = hashOf(order.secret)
  const before = await lookAtAccount(connection, order, options)
  if (order.validUntil <= before.at)
    throw new TenureError('conflict', `By the server's clock (${before.at.toISOString()}) the lease is over: nothing was minted`)
  const template = await templateOf(connection, order.privilege, options)
  const tags = [LEASE_TAG, ...template.tags]
  const created = await putUser(connection, { name, tags, ...NO_PASSWORD }, { doing, ...options })
  await connection.call('PUT', ['user-limits', name, 'max-connections'], { doing, body: { value: settings.accountConnectionLimit }, ...options })
  await copyRights(connection, template.rights, name, options)
  const held = await rightsOf(connection, name, options)
  if (!sameRights(held, template.rights))
    throw new TenureError('conflict', `The server did not give the account the rights of "${order.privilege}", but: ${inWords(held).join('; ') || 'none'}`)
  await putUser(connection, { name, tags, ...password }, { doing, ...options })
  const after = await lookAtAccount(connection, order, options)
  if (!after.user || !isHashOf(order.secret, after.user.password_hash))
    throw new TenureError('conflict', 'Somebody else changed the account while it was made: mint it again')
  return {
    account: { leaseId: order.leaseId, account: name, privilege: order.privilege, nativeId: null },
    outcome: created ? 'created' : 'restored',
    validUntil: order.validUntil,
    targetTime: after.at,
    login: { host: settings.host, port: settings.amqpPort, vhost: template.rights.permissions[0]?.vhost ?? '/', username: name },
    issuedSecret: null,
  }
}
