import { TenureError } from '#lib/core/errors.ts'
import type { SystemId } from '#lib/core/ids.ts'
import { isSyncDue } from '#lib/systems/freshness.rules.ts'
import { listDrivers } from '#lib/systems/registry.ts'
import { requestSync } from '#lib/systems/sync-runs/request-sync.ts'
import { asJob, type WorkerContext } from './worker-context.ts'

/**
 * Asks for a discovery of every live system whose interval has passed since its last attempt, good or bad, or since it was connected. Never while a run of it
 * waits or goes on: of two workers that ask at once the second is refused, and that is fine.
 */
export async function sweepSyncs(worker: WorkerContext): Promise<void> {
  const now = worker.clock()
  const discoverable = listDrivers().flatMap(({ kind, discover }) => (discover ? [kind] : []))
  const systems = await worker.db.system.findMany({
    where: {
      connectionSealed: { not: null },
      syncEveryMinutes: { not: null },
      kind: { in: discoverable },
      syncRuns: { none: { state: { in: ['queued', 'running'] } } },
    },
    select: { id: true, syncEveryMinutes: true, createdAt: true, syncRuns: { orderBy: { createdAt: 'desc' }, take: 1, select: { createdAt: true } } },
  })
  for (const { id, syncEveryMinutes, createdAt, syncRuns } of systems) {
    if (syncEveryMinutes === null || !isSyncDue({ everyMinutes: syncEveryMinutes, lastAttemptAt: syncRuns[0]?.createdAt ?? createdAt }, now)) continue
    try {
      await requestSync(asJob(worker, 'systems.sync'), { id: id as SystemId })
    } catch (error) {
      if (!(error instanceof TenureError && error.code === 'conflict')) worker.log.error({ err: error, system: id }, 'discovery could not be asked for')
    }
  }
}
