import pino from 'pino'
import { approveRequest } from '#lib/access/approve-request.ts'
import { requestAccess } from '#lib/access/request-access.ts'
import type { LeaseId } from '#lib/core/ids.ts'
import { SystemId } from '#lib/core/ids.ts'
import { seal } from '#lib/crypto/envelope.ts'
import { createConnections } from '#lib/jobs/connections.ts'
import type { WorkerContext } from '#lib/jobs/worker-context.ts'
import { grantLease } from '#lib/leases/grant-lease.ts'
import { DEFAULT_POLICIES } from '#lib/policy/default-policies.ts'
import { publishPolicy } from '#lib/policy/publish-policy.ts'
import { connectionPurpose } from '#lib/systems/connection-purpose.ts'
import { actorOf, contextFor, TEST_KEYRING, type TestData, worker as workerActor } from './contexts.ts'
import { aPerson, aPrivilege, aSystem } from './factories.ts'

/** People, a policy, and a connected system with one privilege in its catalogue: all that a lease needs before somebody asks. */
export async function leaseWorld(data: TestData, target: { kind?: string; settings: Record<string, unknown>; privilege: string }, clock: () => Date) {
  const { db } = data
  const requester = await aPerson(db, { name: 'Rita Requester', roles: ['owner'] })
  const approver = await aPerson(db, { name: 'Ada Approver', roles: ['approver'] })
  const admin = await aPerson(db, { name: 'Edda Engineer', roles: ['admin'] })
  if ((await db.policyVersion.count()) === 0)
    await publishPolicy(contextFor(data, actorOf(admin), clock()), { text: DEFAULT_POLICIES, note: 'what a new organisation starts with', basedOn: 0 })
  const systemId = SystemId.create()
  const system = await aSystem(db, {
    id: systemId,
    kind: target.kind ?? 'postgresql',
    environment: 'production',
    connectionSealed: seal(TEST_KEYRING, JSON.stringify(target.settings), connectionPurpose(systemId)),
  })
  const privilege = await aPrivilege(db, { systemId: system.id, name: target.privilege, risk: 'medium', maxSeconds: 86_400 })
  const connections = createConnections()
  const worker: WorkerContext = { db, pool: data.pool, keyring: TEST_KEYRING, clock, connections, log: pino({ level: 'silent' }) }
  const as = (person: { id: string; name: string; roles: string[] }) => contextFor(data, actorOf(person), clock())

  /** A request by the requester, approved by the approver, and its lease, on which nothing has happened yet. */
  async function aLease(wish: { durationSeconds?: number } = {}): Promise<LeaseId> {
    const asked = { privilegeId: privilege.id, purpose: 'restore drill of last night', ticket: 'OPS-1', durationSeconds: 3_600, ...wish }
    const { id: requestId } = await requestAccess(as(requester), asked)
    await approveRequest(as(approver), { id: requestId, comment: 'as planned' })
    const { id } = await grantLease(contextFor(data, workerActor('leases.grant'), clock()), { requestId })
    return id
  }

  return { requester, approver, admin, system, privilege, worker, as, aLease }
}
