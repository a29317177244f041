import { command } from '#lib/command/command.ts'
import { SyncRunById } from '../schemas.ts'

/**
 * Takes up a run, whether it waits or a dead worker left it half done: what that one staged is deleted, and it starts over. Answers the run with
 * its system, or null when there is nothing to do: it is over, or its upload goes on. The caller holds the system's lock.
 */
export const beginSync = command({
  permission: 'systems.recordSync',
  input: SyncRunById,
  async run({ tx, now }, { id }) {
    const { count } = await tx.syncRun.updateMany({
      where: { id, state: { in: ['queued', 'running'] }, OR: [{ source: 'live' }, { bytesTotal: { not: null } }] },
      data: { state: 'running', startedAt: now, bytesRead: 0, recordsRead: 0, format: null, problem: null },
    })
    if (count === 0) return { output: null, changes: [] }
    await tx.discoveredRecord.deleteMany({ where: { runId: id } })
    const run = await tx.syncRun.findUniqueOrThrow({ where: { id }, include: { system: { select: { id: true, name: true, kind: true, settings: true } } } })
    return { output: { ...run, startedAt: now }, changes: [] }
  },
  timeoutMs: 600_000,
})

export type BegunSync = NonNullable<Awaited<ReturnType<typeof beginSync>>>
