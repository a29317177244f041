import pino from 'pino'
import { type IdentityId, SystemId } from '#lib/core/ids.ts'
import { seal } from '#lib/crypto/envelope.ts'
import { createConnections } from '#lib/jobs/connections.ts'
import { advanceOffboarding } from '#lib/jobs/offboarding-engine/advance-offboarding.ts'
import type { WorkerContext } from '#lib/jobs/worker-context.ts'
import { offboardIdentity } from '#lib/lifecycle/offboard-identity.ts'
import { connectionPurpose } from '#lib/systems/connection-purpose.ts'
import { actorOf, contextFor, TEST_KEYRING, type TestData } from './contexts.ts'
import { anIdentity, aPerson, aSystem } from './factories.ts'

export const REASON = 'The contract ended in October'

/** An owner, a connected system, and a worker: all that an offboarding needs before somebody asks for it. */
export async function offboardingWorld(data: TestData, { kind, settings }: { kind: string; settings: Record<string, unknown> }, clock: () => Date) {
  const { db } = data
  const owner = await aPerson(db, { name: 'Olga Owner', roles: ['owner'] })
  const id = SystemId.create()
  const system = await aSystem(db, { id, kind, connectionSealed: seal(TEST_KEYRING, JSON.stringify(settings), connectionPurpose(id)) })
  const worker: WorkerContext = { db, pool: data.pool, keyring: TEST_KEYRING, clock, connections: createConnections(), log: pino({ level: 'silent' }) }
  const as = (person: { id: string; name: string; roles: string[] } = owner) => contextFor(data, actorOf(person), clock())

  /** An identity of the owner's under that name on the system. */
  const anAccount = (name: string, given: Parameters<typeof anIdentity>[1] = {}) => anIdentity(db, { name, systemId: system.id, ownerId: owner.id, ...given })

  /** The offboarding of an account, which its owner has asked for; nothing has happened on the target yet. */
  async function leaving(name: string, watchDays = 14) {
    const identity = await anAccount(name)
    const offboarding = await offboardIdentity(as(), { id: identity.id, reason: REASON, watchDays })
    return { ...identity, offboardingId: offboarding.id }
  }

  const rowOf = (identityId: IdentityId) =>
    db.offboarding.findFirstOrThrow({
      where: { identityId },
      orderBy: { requestedAt: 'desc' },
      include: { facts: { orderBy: { seq: 'asc' } }, identity: true },
    })
  const advance = async (identityId: IdentityId) => advanceOffboarding(worker, (await rowOf(identityId)).id as Parameters<typeof advanceOffboarding>[1])

  return { owner, system, worker, as, anAccount, leaving, rowOf, advance }
}
