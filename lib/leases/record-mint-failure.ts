import { command } from '#lib/command/command.ts'
import { recordFacts } from './record-facts.ts'
import { RecordFailure } from './schemas.ts'

/** A mint failed for now: what happened is kept, and the next attempt is set. */
export const recordMintFailure = command({
  permission: 'leases.activate',
  input: RecordFailure,
  async run({ tx, now }, { id, problem, retryAt, facts }) {
    const [after] = await tx.lease.updateManyAndReturn({
      where: { id, state: 'minting' },
      data: { attempt: { increment: 1 }, nextAttemptAt: retryAt, problem },
    })
    if (!after) return { output: { id }, changes: [] }
    await recordFacts(tx, id, facts, now)
    return { output: { id }, changes: { entity: 'lease', id, before: { attempt: after.attempt - 1 }, after: { attempt: after.attempt, problem } } }
  },
})
