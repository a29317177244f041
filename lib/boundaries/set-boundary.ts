import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { BoundaryId } from '#lib/core/ids.ts'
import { SetBoundary } from './schemas.ts'
import { findBoundary, requireSystems, revisionOf } from './store.ts'

/**
 * Declares what a class of identity must obey in an environment. A proof of the revocation path stays only while the path stays.
 * Throws `invalid` for a system that is gone, `conflict` when somebody else changed the cell since the form was loaded.
 */
export const setBoundary = command({
  permission: 'boundaries.set',
  input: SetBoundary,
  async run({ tx, now }, { reason, revision, ...values }) {
    await requireSystems(tx, values.revocationSystemIds, 'revocationSystemIds')
    await requireSystems(
      tx,
      values.telemetry.map(({ systemId }) => systemId),
      'telemetry',
    )
    const before = await findBoundary(tx, values)
    if (revision !== undefined && revision !== null && revision !== '' && (!before || revisionOf(before) !== revision)) throw changedMeanwhile()
    const jobs = [{ job: 'findings.derive', data: { boundaries: true } }] as const
    if (!before) {
      const after = { id: BoundaryId.create(), ...values, updatedAt: now }
      // The unique cell decides the race: of two people who declare it at once, the second is told.
      const { count } = await tx.boundary.createMany({ data: [after], skipDuplicates: true })
      if (count === 0) throw changedMeanwhile()
      return { output: { id: after.id }, changes: { entity: 'boundary', id: after.id, before: null, after }, reason, jobs }
    }
    const samePath =
      before.revocationPath === values.revocationPath && before.revocationSystemIds.toSorted().join() === values.revocationSystemIds.toSorted().join()
    const after = await tx.boundary.update({
      where: { id: before.id },
      data: { ...values, updatedAt: now, ...(samePath ? {} : { revocationProvenAt: null, revocationProof: null }) },
    })
    return { output: { id: before.id }, changes: { entity: 'boundary', id: before.id, before, after }, reason, jobs }
  },
})

const changedMeanwhile = () => new TenureError('conflict', 'Somebody else changed this boundary meanwhile: reload, and make your change again')
