import { command } from '#lib/command/command.ts'
import { AbortUpload } from '../schemas.ts'
import { lockUpload } from '../store.ts'

/** Gives an upload up: the run has failed and keeps nothing of the file, and its idempotency key is free again. Throws `conflict` when the upload has ended already. */
export const abortUpload = command({
  permission: 'systems.import',
  input: AbortUpload,
  async run({ tx, actor, now }, { id, problem }) {
    const { state } = await lockUpload(tx, id, actor)
    const end = { state: 'failed', problem, finishedAt: now }
    await tx.syncRun.update({ where: { id }, data: { ...end, idempotencyKey: null } })
    await tx.importChunk.deleteMany({ where: { runId: id } })
    return { output: { id }, changes: { entity: 'sync_run', id, before: { state }, after: end }, reason: problem }
  },
})
