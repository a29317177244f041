import type { OffboardingId } from '#lib/core/ids.ts'
import { expireIdentities } from '#lib/lifecycle/expire-identities.ts'
import { listDueOffboardings, listShownBySource } from '#lib/lifecycle/store.ts'
import { asJob, type WorkerContext } from '../worker-context.ts'
import { advanceOffboarding } from './advance-offboarding.ts'

const AT_ONCE = 4
const PER_SWEEP = 500

/** Takes up every offboarding whose next step on its target is due, the longest overdue first, a few at a time. */
export async function sweepOffboardings(worker: WorkerContext): Promise<void> {
  await advanceAll(worker, await listDueOffboardings(worker.db, worker.clock(), PER_SWEEP))
}

/** Takes up every offboarding by hand of which a reading of its source shows something new. */
export async function sweepReadings(worker: WorkerContext): Promise<void> {
  await advanceAll(worker, await listShownBySource(worker.db, PER_SWEEP))
}

/** Puts every identity whose end has come into quarantine, page by page. Answers how many. */
export async function enforceExpiry(worker: WorkerContext): Promise<number> {
  let total = 0
  for (;;) {
    const { count } = await expireIdentities(asJob(worker, 'lifecycle.expire'), { limit: PER_SWEEP })
    total += count
    if (count < PER_SWEEP) break
  }
  if (total > 0) worker.log.info({ identities: total }, 'expired identities were put into quarantine')
  return total
}

async function advanceAll(worker: WorkerContext, ids: OffboardingId[]): Promise<void> {
  const hands = Array.from({ length: AT_ONCE }, async () => {
    for (let id = ids.shift(); id !== undefined; id = ids.shift()) {
      try {
        await advanceOffboarding(worker, id)
      } catch (error) {
        worker.log.error({ err: error, offboarding: id }, 'offboarding could not be advanced')
      }
    }
  })
  await Promise.all(hands)
}
