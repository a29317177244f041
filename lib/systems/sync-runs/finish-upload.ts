import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { FinishUpload } from '../schemas.ts'
import { lockUpload } from '../store.ts'

/** Ends an upload: from now on the worker imports it. Throws `invalid` for an empty file, `conflict` when a piece is missing or the upload has ended already. */
export const finishUpload = command({
  permission: 'systems.import',
  input: FinishUpload,
  async run({ tx, actor }, { id, contentDigest }) {
    await lockUpload(tx, id, actor)
    const [stored] = await tx.$queryRaw<{ pieces: number; last: number | null; bytes: number }[]>`
      SELECT count(*)::int AS pieces, max(seq) AS last, coalesce(sum(length(bytes)), 0)::int AS bytes FROM import_chunk WHERE run_id = ${id}`
    if (!stored || stored.pieces === 0) throw new TenureError('invalid', 'The file is empty. Export it again and import the new file.')
    if (stored.last !== stored.pieces - 1) throw new TenureError('conflict', 'A piece of the file is missing: upload it again')
    await tx.syncRun.update({ where: { id }, data: { bytesTotal: stored.bytes, contentDigest } })
    const changes = { entity: 'sync_run', id, before: { bytesTotal: null }, after: { bytesTotal: stored.bytes } }
    return { output: { id, bytes: stored.bytes }, changes, jobs: [{ job: 'systems.sync', data: { runId: id } }] }
  },
})
