import { enqueue } from '#lib/command/outbox.ts'
import { HOUR, MINUTE, shift } from '#lib/core/time.ts'
import { withLock } from '#lib/db/pool.ts'
import { syncLock } from '#lib/systems/rules.ts'
import { failSync } from '#lib/systems/sync-runs/fail-sync.ts'
import { asJob, type WorkerContext } from './worker-context.ts'

const UPLOAD_PATIENCE = HOUR
const QUEUE_PATIENCE = 10 * MINUTE

/**
 * Takes up what a dead process left: a run that goes on while nobody holds its system's lock, and one that waits although its job is gone, are put into
 * the queue again; an upload that has not ended after an hour has failed. A run too many in the queue does no harm.
 */
export async function resumeSyncs(worker: WorkerContext): Promise<void> {
  const now = worker.clock()
  const open = await worker.db.syncRun.findMany({
    where: { state: { in: ['queued', 'running'] } },
    select: { id: true, systemId: true, state: true, source: true, bytesTotal: true, createdAt: true },
  })
  for (const run of open) {
    const uploading = run.source !== 'live' && run.bytesTotal === null
    if (uploading) {
      if (run.createdAt < shift(now, -UPLOAD_PATIENCE))
        await failSync(asJob(worker, 'systems.sync'), { id: run.id, problem: 'The upload broke off: import the file again' })
      continue
    }
    if (run.state === 'queued' && run.createdAt > shift(now, -QUEUE_PATIENCE)) continue
    const abandoned = await withLock(worker.pool, syncLock(run.systemId), async () => true)
    if (abandoned) await enqueue(worker.db, [{ job: 'systems.sync', data: { runId: run.id } }])
  }
}
