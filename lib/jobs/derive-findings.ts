import { MINUTE, shift } from '#lib/core/time.ts'
import { withLock } from '#lib/db/pool.ts'
import { deriveFindings } from '#lib/findings/derive-findings.ts'
import { asJob, type WorkerContext } from './worker-context.ts'

const JOB = 'findings.derive'
/** What depends on the clock alone (an expiry, the end of an acceptance) is found within this time. */
const WHOLE_EVERY = 60 * MINUTE

/** Derives what a job order names: `identityIds` (joined by commas), `systemId`, `boundaries`, or everything. */
export async function deriveOrdered(worker: WorkerContext, { identityIds, systemId, boundaries }: Record<string, unknown>): Promise<void> {
  const ids = typeof identityIds === 'string' ? identityIds.split(',').filter(Boolean) : []
  const scope = ids.length > 0 ? { identityIds: ids } : typeof systemId === 'string' ? { systemId } : boundaries === true ? { boundaries } : { all: true }
  await deriveFindings(asJob(worker, JOB), scope)
}

/** Derives everything once an hour, whichever worker comes first; the audit log knows when that was last done. */
export async function deriveByTheClock(worker: WorkerContext): Promise<void> {
  // Not the lock that the command itself takes.
  await withLock(worker.pool, 'findings.byTheClock', async () => {
    const last = await worker.db.auditEntry.findFirst({ where: { entity: 'findings', entityId: 'all' }, orderBy: { at: 'desc' }, select: { at: true } })
    if (last && last.at > shift(worker.clock(), -WHOLE_EVERY)) return
    const counts = await deriveFindings(asJob(worker, JOB), { all: true })
    worker.log.info({ counts }, 'findings derived')
  })
}
