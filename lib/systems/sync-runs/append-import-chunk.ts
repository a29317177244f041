import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { AppendImportChunk } from '../schemas.ts'
import { lockUpload } from '../store.ts'

/**
 * Stores one piece of an upload. What is audited is its start and its end: the pieces are no change of anything.
 * Throws `not_found` to anybody but the uploader, `conflict` when the upload has ended or the piece is there already, `invalid` past 512 MiB.
 */
export const appendImportChunk = command({
  permission: 'systems.import',
  input: AppendImportChunk,
  async run({ tx, actor }, { id, seq, bytes }) {
    await lockUpload(tx, id, actor)
    const { count } = await tx.importChunk.createMany({ data: [{ runId: id, seq, bytes }], skipDuplicates: true })
    if (count === 0) throw new TenureError('conflict', 'This piece of the file was stored already')
    return { output: { id }, changes: [] }
  },
})
