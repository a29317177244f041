import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { SyncRunId } from '#lib/core/ids.ts'
import { MAX_OPEN_IMPORTS } from '../rules.ts'
import { StartImport } from '../schemas.ts'
import { countOpenRuns, lockSystem, requesterKey } from '../store.ts'
import { formatsFor } from '../system-kinds.ts'

/** Opens the upload of an export. Throws `invalid` for a system that is read live, `conflict` while ten imports of it wait or go on. */
export const startImport = command({
  permission: 'systems.import',
  input: StartImport,
  async run({ tx, actor, now }, { systemId, fileName }) {
    const system = await lockSystem(tx, systemId)
    formatsFor(system.kind)
    if ((await countOpenRuns(tx, systemId)) >= MAX_OPEN_IMPORTS)
      throw new TenureError('conflict', `${MAX_OPEN_IMPORTS} imports of ${system.name} wait already: let them finish first`)
    const id = SyncRunId.create()
    const after = { id, systemId, source: 'file', fileName, state: 'queued', requestedBy: requesterKey(actor), createdAt: now }
    await tx.syncRun.create({ data: after })
    return { output: { id }, changes: { entity: 'sync_run', id, before: null, after } }
  },
})
