import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { SyncRunId } from '#lib/core/ids.ts'
import { discoveringDriverFor } from '../registry.ts'
import { SystemById } from '../schemas.ts'
import { countOpenRuns, lockSystem, requesterKey } from '../store.ts'

/** Asks for a discovery of a live system; the worker runs it after the commit. Throws `invalid` for a system that is fed by files, `conflict` while a run of it waits or goes on. */
export const requestSync = command({
  permission: 'systems.sync',
  input: SystemById,
  async run({ tx, actor, now }, { id: systemId }) {
    // The lock decides the race: the second of two requests sees the run of the first.
    const system = await lockSystem(tx, systemId)
    if (!system.connectionSealed) throw new TenureError('invalid', `${system.name} is fed by files: import an export of it instead`)
    discoveringDriverFor(system.kind)
    if ((await countOpenRuns(tx, systemId)) > 0) throw new TenureError('conflict', `A discovery of ${system.name} waits or goes on already`)
    const id = SyncRunId.create()
    const after = { id, systemId, source: 'live', state: 'queued', requestedBy: requesterKey(actor), createdAt: now }
    await tx.syncRun.create({ data: after })
    return { output: { id }, changes: { entity: 'sync_run', id, before: null, after }, jobs: [{ job: 'systems.sync', data: { runId: id } }] }
  },
})
