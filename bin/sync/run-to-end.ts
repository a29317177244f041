import { setTimeout as sleep } from 'node:timers/promises'
import type { SyncRunId } from '#lib/core/ids.ts'
import { SECOND } from '#lib/core/time.ts'
import { runSync } from '#lib/jobs/run-sync.ts'
import { type RunPage, showSyncRun } from '#lib/systems/queries.ts'
import { isOver } from '#lib/systems/rules.ts'
import { progressLine } from './run-lines.ts'
import type { Session } from './session.ts'

const LOOK_EVERY = SECOND
const TRY_EVERY = 5 * SECOND

/** Runs a discovery or import in this process, or watches the worker that was faster, until it is over. `say` is told how far it is. */
export async function runToEnd({ context, worker }: Session, id: SyncRunId, say: (line: string) => void): Promise<RunPage> {
  const over = new AbortController()
  const watching = watch({ context, worker }, id, say, over.signal)
  try {
    for (;;) {
      await runSync(worker, id)
      const run = await showSyncRun(context(), { id })
      if (isOver(run.state)) return run
      // Another run of the system goes on, here or elsewhere
      await sleep(TRY_EVERY)
    }
  } finally {
    over.abort()
    await watching
  }
}

async function watch({ context }: Session, id: SyncRunId, say: (line: string) => void, signal: AbortSignal): Promise<void> {
  for (;;) {
    await sleep(LOOK_EVERY, undefined, { signal }).catch(() => {})
    if (signal.aborted) return
    say(progressLine(await showSyncRun(context(), { id })))
  }
}
