import { command } from '#lib/command/command.ts'
import { FailSync } from '../schemas.ts'

/** Ends a run that could not be finished, with what was wrong and where. Nothing of it is kept: neither what it had read nor the file. A run that is over stays as it is. */
export const failSync = command({
  permission: 'systems.recordSync',
  input: FailSync,
  async run({ tx, now }, { id, problem }) {
    const [after] = await tx.syncRun.updateManyAndReturn({
      where: { id, state: { in: ['queued', 'running'] } },
      data: { state: 'failed', problem, finishedAt: now },
    })
    if (!after) return { output: { id }, changes: [] }
    await tx.discoveredRecord.deleteMany({ where: { runId: id } })
    await tx.importChunk.deleteMany({ where: { runId: id } })
    const { systemId, source, fileName, format } = after
    return {
      output: { id },
      changes: { entity: 'sync_run', id, before: { state: 'running' }, after: { systemId, source, fileName, format, state: 'failed', problem } },
      reason: problem,
    }
  },
  timeoutMs: 600_000,
})
