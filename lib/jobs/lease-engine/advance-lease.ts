import type { LeaseId } from '#lib/core/ids.ts'
import { withLock } from '#lib/db/pool.ts'
import { endLease } from '#lib/leases/end-lease.ts'
import { nextStep, type Step } from '#lib/leases/rules.ts'
import { startMinting } from '#lib/leases/start-minting.ts'
import { getLease } from '#lib/leases/store.ts'
import { asJob, type WorkerContext } from '../worker-context.ts'
import { mintCredential } from './mint-credential.ts'
import { revokeCredential } from './revoke-credential.ts'

const JOB = 'leases.advance'

const steps: Record<Step, (worker: WorkerContext, id: LeaseId) => Promise<unknown>> = {
  skip: (worker, id) => endLease(asJob(worker, JOB), { id, reason: 'expired' }),
  expire: (worker, id) => endLease(asJob(worker, JOB), { id, reason: 'expired' }),
  start_minting: (worker, id) => startMinting(asJob(worker, JOB), { id }),
  mint: mintCredential,
  revoke: revokeCredential,
}

/**
 * Takes a lease as far as it can go now. The row says what is done; every step repeats harmlessly what a dead worker may have done on the
 * target without having said so. One worker at a time acts on a lease: the lock dies with its process.
 */
export async function advanceLease(worker: WorkerContext, id: LeaseId): Promise<void> {
  await withLock(worker.pool, `lease:${id}`, async () => {
    for (;;) {
      const step = nextStep(await getLease(worker.db, id), worker.clock())
      if (!step) return
      await steps[step](worker, id)
    }
  })
}
