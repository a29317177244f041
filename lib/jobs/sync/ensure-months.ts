import { ensureActivityMonths } from '#lib/activity/ensure-months.ts'
import type { WorkerContext } from '../worker-context.ts'

/** Makes the partitions for months (`2026-11`) of activity that have none, before the merge. */
export async function ensureMonths(worker: WorkerContext, months: ReadonlySet<string>): Promise<void> {
  for (const month of months) {
    const first = new Date(`${month}-01T00:00:00Z`)
    await ensureActivityMonths(worker.pool, first, first)
  }
}
