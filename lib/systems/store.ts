import { type Actor, actorKey } from '#lib/core/actor.ts'
import { TenureError } from '#lib/core/errors.ts'
import type { PrivilegeId, SyncRunId, SystemId } from '#lib/core/ids.ts'
import type { Tx } from '#lib/db/client.ts'

/** A system. Throws `not_found`. */
export async function getSystem(tx: Tx, id: SystemId) {
  const system = await tx.system.findUnique({ where: { id } })
  if (!system) throw new TenureError('not_found', 'There is no such system')
  return system
}

/** A system whose runs nobody else starts until this transaction ends. Throws `not_found`. */
export async function lockSystem(tx: Tx, id: SystemId) {
  await tx.$queryRaw`SELECT id FROM system WHERE id = ${id} FOR NO KEY UPDATE`
  return getSystem(tx, id)
}

/** Runs of a system that wait or go on. */
export async function countOpenRuns(tx: Tx, systemId: string): Promise<number> {
  return tx.syncRun.count({ where: { systemId, state: { in: ['queued', 'running'] } } })
}

/** A run. Throws `not_found`. */
export async function getSyncRun(tx: Tx, id: SyncRunId) {
  const run = await tx.syncRun.findUnique({ where: { id } })
  if (!run) throw new TenureError('not_found', 'There is no such discovery or import')
  return run
}

/** The run of an upload that its uploader has not ended, locked until this transaction ends. Throws `not_found` (also for somebody else's) and `conflict`. */
export async function lockUpload(tx: Tx, id: SyncRunId, actor: Actor) {
  await tx.$queryRaw`SELECT id FROM sync_run WHERE id = ${id} FOR NO KEY UPDATE`
  const run = await tx.syncRun.findFirst({ where: { id, source: { not: 'live' }, requestedBy: requesterKey(actor) } })
  if (!run) throw new TenureError('not_found', 'There is no such upload')
  if (run.state !== 'queued' || run.bytesTotal !== null) throw new TenureError('conflict', 'This upload has ended already')
  return run
}

/** Who asked for a run, as the row keeps it: a person's id, or the key of whatever else acted. */
export function requesterKey(actor: Actor): string {
  return actor.kind === 'user' ? actor.userId : actorKey(actor)
}

/** A privilege, offered or not. Throws `not_found`. */
export async function getPrivilege(tx: Tx, id: PrivilegeId) {
  const privilege = await tx.privilege.findUnique({ where: { id } })
  if (!privilege) throw new TenureError('not_found', 'There is no such privilege')
  return privilege
}
