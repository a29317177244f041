import { command } from '#lib/command/command.ts'
import { RecordProgress } from '../schemas.ts'

/** How far a run has read its source, for whoever watches it. Changes nothing that is audited. */
export const recordProgress = command({
  permission: 'systems.recordSync',
  input: RecordProgress,
  async run({ tx }, { id, ...progress }) {
    await tx.syncRun.updateMany({ where: { id, state: 'running' }, data: progress })
    return { output: { id }, changes: [] }
  },
})
