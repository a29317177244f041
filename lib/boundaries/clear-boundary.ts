import { command } from '#lib/command/command.ts'
import { ClearBoundary } from './schemas.ts'
import { getBoundary } from './store.ts'

/** Takes back what was declared for a cell; its history stays. Throws `not_found` where nothing is declared. */
export const clearBoundary = command({
  permission: 'boundaries.clear',
  input: ClearBoundary,
  async run({ tx }, { reason, ...cell }) {
    const before = await getBoundary(tx, cell)
    // A finding about the cell outlives its boundary.
    await tx.boundary.delete({ where: { id: before.id } })
    return {
      output: { id: before.id },
      changes: { entity: 'boundary', id: before.id, before, after: null },
      reason,
      jobs: [{ job: 'findings.derive', data: { boundaries: true } }],
    }
  },
})
