import { requestAccess } from '#lib/access/request-access.ts'
import type { Context } from '#lib/command/context.ts'
import { HOUR, SECOND } from '#lib/core/time.ts'
import { seedOpenWork } from './open-work.ts'
import { asActor, type PersonKey, samplePeople } from './people.ts'
import { connectOrders } from './scenarios/orders-database/connect-orders.ts'
import { createOrdersDatabase, type TargetServer } from './scenarios/orders-database/create-orders-database.ts'
import { OPEN_WISHES } from './scenarios/past-access.ts'
import { ordersConnectedAt, seedAccess } from './seed-access.ts'
import { seedEstate } from './seed-estate.ts'

export type Seed = Pick<Context, 'db' | 'pool' | 'keyring' | 'now'> & { server: TargetServer }

/**
 * Fills an empty, migrated database with the sample estate: people, six systems with some 300 identities and the 90 days before `now`, all marked as
 * sample. Five systems are rows; the orders database is made on `server`, connected, read and offered through Tenure's own verbs. The database must
 * be on a server where the pool's account is superuser, because the past is dated back. Answers false, and does nothing, where sample people exist.
 */
export async function seedDemo({ server, ...resources }: Seed): Promise<boolean> {
  const { db, pool, now } = resources
  if ((await db.user.count({ where: { sample: true } })) > 0) return false
  const people = samplePeople(now)
  const as = (who: PersonKey, at = now): Context => ({ ...resources, now: at, actor: asActor(people[who]), requestId: null })
  const connectedAt = ordersConnectedAt(now)
  const [orders] = await Promise.all([createOrdersDatabase(server, now), seedEstate(pool, { now, people })])
  const endSessions = await orders.openSessions()
  try {
    const { id: systemId, privileges } = await connectOrders(as('edda'), server, connectedAt)
    await seedAccess(pool, { now, people, systemId, connectedAt })
    for (const { who, privilege, hours, ticket, purpose } of OPEN_WISHES)
      await requestAccess(as(who), { privilegeId: privileges[privilege], purpose, ticket, durationSeconds: (hours * HOUR) / SECOND })
    await seedOpenWork(as, { people, now })
  } finally {
    await endSessions()
  }
  return true
}
