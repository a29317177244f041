import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { RecordRevocationDrill } from './schemas.ts'
import { getBoundary } from './store.ts'

/**
 * Notes that somebody tried the revocation path of a cell by hand, and what showed that it works. Throws `not_found` where nothing is declared,
 * `invalid` for a drill in the future or before the newest one, or of a path that is not declared.
 */
export const recordRevocationDrill = command({
  permission: 'boundaries.recordDrill',
  input: RecordRevocationDrill,
  async run({ tx, now }, { proof, provenAt, ...cell }) {
    const before = await getBoundary(tx, cell)
    if (!before.revocationPath) throw new TenureError('invalid', 'No revocation path is declared here, so none can be proven: declare it first')
    const problem =
      provenAt > now
        ? 'A drill cannot lie in the future'
        : before.revocationProvenAt && provenAt <= before.revocationProvenAt
          ? 'A later drill is noted already'
          : null
    if (problem) throw new TenureError('invalid', `provenAt: ${problem}`, { fields: { provenAt: problem } })
    const after = await tx.boundary.update({ where: { id: before.id }, data: { revocationProvenAt: provenAt, revocationProof: proof, updatedAt: now } })
    return {
      output: { id: before.id },
      changes: { entity: 'boundary', id: before.id, before, after },
      reason: proof.slice(0, 500),
      jobs: [{ job: 'findings.derive', data: { boundaries: true } }],
    }
  },
})
