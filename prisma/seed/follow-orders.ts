import { SystemId } from '#lib/core/ids.ts'
import { changeConnection } from '#lib/systems/change-connection.ts'
import { samplePeople } from './people.ts'
import { ORDERS_SYSTEM, settingsFor } from './scenarios/orders-database/connect-orders.ts'
import type { Seed } from './seed-demo.ts'

/** Tells Tenure where the orders database listens now, as the sample admin: the server moves to another port when its own was taken. Nothing happens when it is right already. */
export async function followOrders({ server, ...resources }: Seed): Promise<void> {
  const { db, now } = resources
  const system = await db.system.findUnique({ where: { name: ORDERS_SYSTEM, sample: true } })
  const settings = settingsFor(server)
  if (!system || (system.settings as { port?: unknown }).port === settings.port) return
  const { id, name } = await db.user.findUniqueOrThrow({ where: { email: samplePeople(now).edda.email } })
  await changeConnection(
    { ...resources, actor: { kind: 'user', userId: id, name, roles: ['admin'] }, requestId: null },
    { id: SystemId.parse(system.id), settings },
  )
}
