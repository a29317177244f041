import type { Context } from '#lib/command/context.ts'
import { TenureError } from '#lib/core/errors.ts'
import type { PrivilegeId, SystemId } from '#lib/core/ids.ts'
import { HOUR, MINUTE, shift } from '#lib/core/time.ts'
import { createConnections } from '#lib/jobs/connections.ts'
import { runSync } from '#lib/jobs/run-sync.ts'
import { DEFAULT_POLICIES } from '#lib/policy/default-policies.ts'
import { publishPolicy } from '#lib/policy/publish-policy.ts'
import { offerPrivilege } from '#lib/systems/catalogue/offer-privilege.ts'
import { connectSystem } from '#lib/systems/connect-system.ts'
import { requestSync } from '#lib/systems/sync-runs/request-sync.ts'
import { ORDERS, type TargetServer } from './create-orders-database.ts'

export const ORDERS_SYSTEM = 'Orders database'

export type OrdersPrivilege = (typeof ORDERS.lent)[number]
export type OrdersSystem = { id: SystemId; privileges: Readonly<Record<OrdersPrivilege, PrivilegeId>> }

const OFFERS = {
  orders_reader: {
    title: 'Read orders and customers',
    description: 'Reads every table of the shop: orders, customers, products, invoices. Changes nothing.',
    risk: 'low',
    maxSeconds: 28_800,
  },
  orders_writer: {
    title: 'Correct orders',
    description: 'Reads the shop, and inserts and updates orders and their lines. Deletes nothing.',
    risk: 'medium',
    maxSeconds: 14_400,
  },
  orders_admin: {
    title: 'Repair the orders database',
    description: 'Reads, changes and deletes every row of the shop, and may empty whole tables.',
    risk: 'high',
    maxSeconds: 7_200,
  },
} as const

/**
 * Connects the orders database as the admin of `context` did at `connectedAt`, publishes the first policies, reads the server for real (now), and offers
 * three of its groups. Throws `unavailable` when the server cannot be read.
 */
export async function connectOrders(context: Context, server: TargetServer, connectedAt: Date): Promise<OrdersSystem> {
  const at = (minutes: number): Context => ({ ...context, now: shift(connectedAt, minutes * MINUTE) })
  const { id } = await connectSystem(at(0), { kind: 'postgresql', name: ORDERS_SYSTEM, environment: 'production', settings: settingsFor(server) })
  await context.pool.query('UPDATE system SET sample = true WHERE id = $1', [id])
  await publishPolicy(at(60), { text: DEFAULT_POLICIES, note: 'The policies that a new organisation starts with', basedOn: 0 })
  await discover(context, id)
  const { rows } = await context.pool.query<{ id: PrivilegeId; name: OrdersPrivilege }>(
    'SELECT id, name FROM privilege WHERE system_id = $1 AND name = ANY($2)',
    [id, ORDERS.lent],
  )
  for (const privilege of rows) await offerPrivilege(at(HOUR / MINUTE + 20), { id: privilege.id, ...OFFERS[privilege.name] })
  return { id, privileges: Object.fromEntries(rows.map((row) => [row.name, row.id])) as Record<OrdersPrivilege, PrivilegeId> }
}

/** How Tenure reaches the orders database on this server: over loopback, without TLS. */
export function settingsFor(server: TargetServer) {
  const { hostname, port } = new URL(server.url(ORDERS.database))
  return {
    host: hostname,
    port: Number(port),
    database: ORDERS.database,
    username: ORDERS.broker,
    password: server.brokerPassword,
    tls: 'disable',
    discoverDatabases: [ORDERS.database],
  }
}

async function discover(context: Context, id: SystemId): Promise<void> {
  const { db, pool, keyring, now } = context
  const run = await requestSync(context, { id })
  const connections = createConnections()
  const log = { info() {}, warn() {}, error() {} }
  try {
    await runSync({ db, pool, keyring, clock: () => now, connections, log }, run.id)
  } finally {
    await connections.close()
  }
  const { state, problem } = await db.syncRun.findUniqueOrThrow({ where: { id: run.id } })
  if (state !== 'succeeded') throw new TenureError('unavailable', `The orders database could not be read: ${problem ?? state}`)
}
