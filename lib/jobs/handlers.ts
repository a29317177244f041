import { lapseRequest } from '#lib/access/lapse-request.ts'
import type { JobName } from '#lib/command/outbox.ts'
import type { LeaseId, OffboardingId, SyncRunId } from '#lib/core/ids.ts'
import { grantLease } from '#lib/leases/grant-lease.ts'
import { advanceLease } from './lease-engine/advance-lease.ts'
import { advanceOffboarding } from './offboarding-engine/advance-offboarding.ts'
import { deriveOrdered } from './derive-findings.ts'
import { runSync } from './run-sync.ts'
import { asJob, type WorkerContext } from './worker-context.ts'

type Data = Record<string, unknown>

/** What each job does. Every handler may run again after a crash: it finds what is done already. */
export const handlers: Record<JobName, (worker: WorkerContext, data: Data) => Promise<unknown>> = {
  'systems.sync': (worker, data) => runSync(worker, data['runId'] as SyncRunId),
  'leases.grant': (worker, data) => grantLease(asJob(worker, 'leases.grant'), { requestId: data['requestId'] }),
  'leases.advance': (worker, data) => advanceLease(worker, data['leaseId'] as LeaseId),
  'lifecycle.advance': (worker, data) => advanceOffboarding(worker, data['offboardingId'] as OffboardingId),
  'findings.derive': deriveOrdered,
  'access.lapse': (worker, data) => lapseRequest(asJob(worker, 'access.lapse'), { id: data['requestId'] }),
}
