import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { SyncRunId } from '#lib/core/ids.ts'
import { MAX_OPEN_IMPORTS } from '../rules.ts'
import { StartImport } from '../schemas.ts'
import { countOpenRuns, lockSystem, requesterKey } from '../store.ts'
import { formatsFor } from '../system-kinds.ts'

/**
 * Opens the upload of an export, or of discoveries that a token pushes. Throws `invalid` for a system that is read live, `forbidden` for a token of another
 * system, `conflict` while ten imports of it wait or go on, and for an idempotency key that another push has.
 */
export const startImport = command({
  permission: 'systems.import',
  input: StartImport,
  async run({ tx, actor, now }, { systemId, fileName, idempotencyKey }) {
    if (actor.kind === 'token' && actor.systemId !== systemId) throw new TenureError('forbidden', 'This token hands in the discoveries of another system')
    const system = await lockSystem(tx, systemId)
    formatsFor(system.kind)
    if ((await countOpenRuns(tx, systemId)) >= MAX_OPEN_IMPORTS)
      throw new TenureError('conflict', `${MAX_OPEN_IMPORTS} imports of ${system.name} wait already: let them finish first`)
    const id = SyncRunId.create()
    if (idempotencyKey && (await tx.syncRun.count({ where: { systemId, idempotencyKey } })) > 0)
      throw new TenureError('conflict', 'A push with this idempotency key goes on: ask for its state')
    const source = idempotencyKey ? 'push' : 'file'
    const after = { id, systemId, source, fileName, state: 'queued', requestedBy: requesterKey(actor), createdAt: now }
    await tx.syncRun.create({ data: { ...after, idempotencyKey } })
    return { output: { id }, changes: { entity: 'sync_run', id, before: null, after } }
  },
})
