import { randomUUID } from 'node:crypto'
import { enqueue } from '#lib/command/outbox.ts'
import { TenureError } from '#lib/core/errors.ts'
import type { SyncRunId } from '#lib/core/ids.ts'
import { SECOND, shift } from '#lib/core/time.ts'
import { withLock } from '#lib/db/pool.ts'
import { mergeDiscovery } from '#lib/inventory/merge-discovery.ts'
import { isOver, syncLock } from '#lib/systems/rules.ts'
import { beginSync, type BegunSync } from '#lib/systems/sync-runs/begin-sync.ts'
import { failSync } from '#lib/systems/sync-runs/fail-sync.ts'
import { ensureMonths } from './sync/ensure-months.ts'
import { openSource, type Source } from './sync/open-source.ts'
import { progressOf } from './sync/progress-of.ts'
import { stageRecords } from './sync/stage-records.ts'
import { asJob, type WorkerContext } from './worker-context.ts'

const JOB = 'systems.sync'
const LOOK_AGAIN = 5 * SECOND

/**
 * Runs a discovery or an import to its end: reads the source into the staging table, then merges that into the register at once. A run that a dead
 * worker left half done starts over; one that is over stays as it is. While another run of the system goes on, this one is put back into the queue.
 */
export async function runSync(worker: WorkerContext, runId: SyncRunId): Promise<void> {
  const run = await worker.db.syncRun.findUnique({ where: { id: runId }, select: { systemId: true, state: true } })
  if (!run || isOver(run.state)) return
  const done = await withLock(worker.pool, syncLock(run.systemId), async () => {
    const begun = await beginSync(asJob(worker, JOB), { id: runId })
    if (begun) await readAndMerge(worker, begun)
    return true
  })
  if (done === null) await enqueue(worker.db, [{ job: JOB, data: { runId }, startAfter: shift(worker.clock(), LOOK_AGAIN) }])
}

async function readAndMerge(worker: WorkerContext, run: BegunSync): Promise<void> {
  const id = run.id as SyncRunId
  try {
    const source = await openSource(worker, run)
    const progress = progressOf(worker, id, source)
    await progress(0)
    const staged = await stageRecords(worker, id, source.records, progress)
    await ensureMonths(worker, staged.months)
    const misdated =
      staged.misdated > 0
        ? [
            {
              code: 'misdated',
              subject: run.system.name,
              text: `${staged.misdated} uses have an impossible date and were left out: check the clock of the system`,
            },
          ]
        : []
    const counts = await mergeDiscovery(asJob(worker, JOB), {
      id,
      records: staged.records,
      bytes: source.bytesRead(),
      format: source.format,
      covers: coverageOf(source),
      observedAt: source.summary()?.observedAt ?? null,
      scope: source.summary()?.scope ?? null,
      notes: [...source.notes, ...misdated],
    })
    worker.log.info({ run: id, system: run.systemId, records: staged.records, counts }, 'sync succeeded')
  } catch (error) {
    await failSync(asJob(worker, JOB), { id, problem: problemOf(worker, id, error) })
  }
}

/** What a file says of its own coverage counts before what its format does. */
function coverageOf({ covers, summary }: Source): Source['covers'] {
  const said = summary()?.covers
  return said === undefined ? covers : said
}

function problemOf(worker: WorkerContext, run: SyncRunId, error: unknown): string {
  if (error instanceof TenureError) {
    worker.log.warn({ run, problem: error.message }, 'sync failed')
    return error.message.slice(0, 4_000)
  }
  const bug = randomUUID().slice(0, 8)
  worker.log.error({ err: error, run, bug }, 'sync failed unexpectedly')
  return `Something went wrong on our side, and nothing was changed. Tell your admin this id: ${bug}`
}
