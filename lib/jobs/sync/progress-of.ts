import type { SyncRunId } from '#lib/core/ids.ts'
import { SECOND } from '#lib/core/time.ts'
import { recordProgress } from '#lib/systems/sync-runs/record-progress.ts'
import { asJob, type WorkerContext } from '../worker-context.ts'
import type { Source } from './open-source.ts'

/** Writes how far a source is read into its run, at most once a second. */
export function progressOf(worker: WorkerContext, id: SyncRunId, source: Pick<Source, 'format' | 'bytesRead'>) {
  let written = 0
  return async (recordsRead: number): Promise<void> => {
    const at = worker.clock().getTime()
    if (at - written < SECOND) return
    written = at
    await recordProgress(asJob(worker, 'systems.sync'), { id, recordsRead, bytesRead: source.bytesRead(), format: source.format })
  }
}
