import type { LeaseId } from '#lib/core/ids.ts'
import { shift } from '#lib/core/time.ts'
import { openText } from '#lib/crypto/envelope.ts'
import { recordRevocation } from '#lib/leases/record-revocation.ts'
import { REVOCATION_ATTEMPTS, type RevocationState, retryDelay, whatIsLeft } from '#lib/leases/rules.ts'
import type { Fact } from '#lib/leases/schemas.ts'
import { secretPurpose } from '#lib/leases/secret-purpose.ts'
import { getLease } from '#lib/leases/store.ts'
import type { Connection, LeaseAccount, MintingDriver } from '#lib/systems/driver.ts'
import { mintingDriverFor } from '#lib/systems/registry.ts'
import { asJob, type WorkerContext } from '../worker-context.ts'
import { reasonOf } from './reason-of.ts'

const JOB = 'leases.revoke'
type Target = { driver: MintingDriver; connection: Connection; account: LeaseAccount; secret: string }

/**
 * One attempt to revoke a lease's credential and to prove on the target that it is dead. After a few failed attempts the revocation is
 * unconfirmed, which is an alarm; it is tried on, less often, until it is confirmed.
 */
export async function revokeCredential(worker: WorkerContext, id: LeaseId): Promise<void> {
  const { revocation } = await getLease(worker.db, id)
  let reached: RevocationState = revocation?.state === 'requested' ? 'requested' : 'executed'
  const facts: Fact[] = []
  try {
    const target = await findTarget(worker, id)
    await runSteps(target, facts)
    if (reached === 'requested') await recordRevocation(asJob(worker, JOB), { id, state: 'executed', problem: null, retryAt: null, facts: facts.splice(0) })
    reached = 'executed'
    const left = await whatTheTargetShows(target, facts)
    if (left) throw new Error(left)
    await recordRevocation(asJob(worker, JOB), { id, state: 'confirmed', problem: null, retryAt: null, facts })
  } catch (error) {
    await recordFailedAttempt(worker, id, { reached, problem: reasonOf(error), facts })
  }
}

async function findTarget(worker: WorkerContext, id: LeaseId): Promise<Target> {
  const lease = await worker.db.lease.findUniqueOrThrow({ where: { id }, include: { system: { select: { kind: true } } } })
  const driver = mintingDriverFor(lease.system.kind)
  const connection = await worker.connections.connectionTo(worker, lease.systemId)
  const secret = openText(worker.keyring, lease.secretSealed ?? '', secretPurpose(id))
  return { driver, connection, account: { leaseId: id, account: lease.account, privilege: lease.privilegeName, nativeId: lease.nativeId }, secret }
}

async function runSteps({ driver, connection, account }: Target, facts: Fact[]): Promise<void> {
  for (const step of driver.revocation) {
    try {
      const { step: kind, at, changed, rows, detail } = await step.run(connection, account)
      facts.push({ kind, ok: true, detail: { changed, rows, detail, targetTime: at.toISOString() } })
    } catch (error) {
      facts.push({ kind: step.name, ok: false, detail: { problem: reasonOf(error) } })
      throw error
    }
  }
}

/** Re-reads the account, tries the dead credential, counts sessions; says what is left, or null when all three facts hold. */
async function whatTheTargetShows({ driver, connection, account, secret }: Target, facts: Fact[]): Promise<string | null> {
  const reread = await driver.reread(connection, account)
  const probe = await driver.probe(connection, { account: account.account, secret })
  const targetTime = reread.targetTime.toISOString()
  facts.push(
    { kind: 'reread', ok: !reread.exists, detail: { exists: reread.exists, canLogin: reread.canLogin, memberOf: reread.memberOf, targetTime } },
    { kind: 'negative_probe', ok: probe.outcome === 'refused', detail: { ...probe } },
    { kind: 'sessions', ok: reread.sessions === 0, detail: { open: reread.sessions, targetTime } },
  )
  return whatIsLeft({ account: reread, probe })
}

async function recordFailedAttempt(
  worker: WorkerContext,
  id: LeaseId,
  { reached, problem, facts }: { reached: RevocationState; problem: string; facts: Fact[] },
) {
  const { attempt, revocation } = await getLease(worker.db, id)
  const unconfirmed = revocation?.state === 'unconfirmed' || attempt + 1 >= REVOCATION_ATTEMPTS
  worker.log.error({ lease: id, attempt: attempt + 1, problem, unconfirmed }, 'revocation not confirmed')
  const retryAt = shift(worker.clock(), retryDelay(attempt + 1, Math.random()))
  await recordRevocation(asJob(worker, JOB), { id, state: unconfirmed ? 'unconfirmed' : reached, problem, retryAt, facts })
}
