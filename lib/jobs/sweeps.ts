import type { Signer } from '#lib/crypto/signing.ts'
import { lapseRequest } from '#lib/access/lapse-request.ts'
import { listLapsed } from '#lib/access/store.ts'
import { grantLease } from '#lib/leases/grant-lease.ts'
import { listDueLeases, listUngranted } from '#lib/leases/store.ts'
import { DAY, shift } from '#lib/core/time.ts'
import { sealAudit } from '#lib/audit/seal.ts'
import { ensureActivityMonths } from '#lib/activity/ensure-months.ts'
import { advanceLease } from './lease-engine/advance-lease.ts'
import { runSuccessions } from './run-successions.ts'
import { asJob, type WorkerContext } from './worker-context.ts'

const AT_ONCE = 8
const PER_SWEEP = 500

/** Takes up every lease whose next step is due, the longest overdue first, a few at a time. */
export async function sweepLeases(worker: WorkerContext): Promise<void> {
  const due = await listDueLeases(worker.db, worker.clock(), PER_SWEEP)
  const hands = Array.from({ length: AT_ONCE }, async () => {
    for (let id = due.shift(); id !== undefined; id = due.shift()) {
      try {
        await advanceLease(worker, id)
      } catch (error) {
        worker.log.error({ err: error, lease: id }, 'lease could not be advanced')
      }
    }
  })
  await Promise.all(hands)
}

/** What goes on by itself: jobs that were given up are taken up again, the audit log is sealed, next month's activity has its partition, and what nobody took over in time is quarantined. */
export async function runUpkeep(worker: WorkerContext & { signer: Signer }): Promise<void> {
  const now = worker.clock()
  for (const requestId of await listUngranted(worker.db, now, PER_SWEEP)) await grantLease(asJob(worker, 'leases.grant'), { requestId })
  for (const id of await listLapsed(worker.db, now, PER_SWEEP)) await lapseRequest(asJob(worker, 'access.lapse'), { id })
  await sealAudit(worker.pool, worker.signer, now)
  await ensureActivityMonths(worker.pool, now, shift(now, 31 * DAY))
  await runSuccessions(worker)
}
