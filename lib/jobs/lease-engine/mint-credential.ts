import type { LeaseId } from '#lib/core/ids.ts'
import { shift } from '#lib/core/time.ts'
import { openText } from '#lib/crypto/envelope.ts'
import { activateLease } from '#lib/leases/activate-lease.ts'
import { endLease } from '#lib/leases/end-lease.ts'
import { recordMintFailure } from '#lib/leases/record-mint-failure.ts'
import { MINT_ATTEMPTS, retryDelay } from '#lib/leases/rules.ts'
import type { Fact } from '#lib/leases/schemas.ts'
import { secretPurpose } from '#lib/leases/secret-purpose.ts'
import { getLease } from '#lib/leases/store.ts'
import { mintingDriverFor } from '#lib/systems/registry.ts'
import { asJob, type WorkerContext } from '../worker-context.ts'
import { reasonOf } from './reason-of.ts'

/** Mints the credential of a lease on its target and proves with a login that it works; without that proof the lease does not become active. */
export async function mintCredential(worker: WorkerContext, id: LeaseId): Promise<void> {
  const facts: Fact[] = []
  try {
    const minted = await mintAndProbe(worker, id, facts)
    await activateLease(asJob(worker, 'leases.mint'), { id, nativeId: minted.account.nativeId, login: minted.login, facts })
  } catch (error) {
    const problem = reasonOf(error)
    const { attempt } = await getLease(worker.db, id)
    worker.log.warn({ lease: id, attempt: attempt + 1, problem }, 'mint failed')
    if (attempt + 1 >= MINT_ATTEMPTS) await endLease(asJob(worker, 'leases.mint'), { id, reason: 'mint_failed', problem })
    else await recordMintFailure(asJob(worker, 'leases.mint'), { id, problem, retryAt: shift(worker.clock(), retryDelay(attempt + 1, Math.random())), facts })
  }
}

async function mintAndProbe(worker: WorkerContext, id: LeaseId, facts: Fact[]) {
  const lease = await worker.db.lease.findUniqueOrThrow({ where: { id }, include: { system: { select: { kind: true } } } })
  const driver = mintingDriverFor(lease.system.kind)
  const connection = await worker.connections.connectionTo(worker, lease.systemId)
  const secret = openText(worker.keyring, lease.secretSealed ?? '', secretPurpose(id))
  const minted = await driver.mint(connection, { leaseId: id, account: lease.account, secret, privilege: lease.privilegeName, validUntil: lease.endsAt })
  facts.push({
    kind: 'mint',
    ok: true,
    detail: { account: lease.account, outcome: minted.outcome, validUntil: minted.validUntil.toISOString(), targetTime: minted.targetTime.toISOString() },
  })
  const probe = await driver.probe(connection, { account: lease.account, secret })
  facts.push({ kind: 'positive_probe', ok: probe.outcome === 'accepted', detail: { ...probe } })
  if (probe.outcome !== 'accepted') throw new Error(`The minted credential does not work: ${probe.reason}`)
  return minted
}
