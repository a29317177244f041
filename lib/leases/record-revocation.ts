import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { recordFacts } from './record-facts.ts'
import { RecordRevocation } from './schemas.ts'
import { getLease } from './store.ts'

/**
 * What became of an attempt to revoke: still requested (a step failed), executed (the target did every step), confirmed (it was re-read, refused the dead
 * credential and has no session of it: the secret is erased and the lease closed), unconfirmed (an alarm; it is tried on), or impossible.
 * A further attempt that finds the same problem only sets when the next one is due.
 */
export const recordRevocation = command({
  permission: 'leases.recordRevocation',
  input: RecordRevocation,
  async run({ tx, now }, { id, state, problem, retryAt, facts }) {
    const { revocation: before, ...lease } = await getLease(tx, id)
    if (!before || lease.state !== 'ending') throw new TenureError('conflict', 'This lease is not ending')
    const closed = state === 'confirmed' || state === 'impossible'
    await tx.revocation.update({
      where: { id: before.id },
      data: {
        state,
        problem,
        ...((state === 'executed' || state === 'confirmed') && !before.executedAt ? { executedAt: now } : {}),
        ...(state === 'confirmed' ? { confirmedAt: now } : {}),
        ...(state === 'unconfirmed' && !before.unconfirmedAt ? { unconfirmedAt: now } : {}),
      },
    })
    await tx.lease.update({
      where: { id },
      data: closed
        ? { state: 'ended', endedAt: now, secretSealed: null, problem: null }
        : { problem, ...(retryAt ? { attempt: { increment: 1 }, nextAttemptAt: retryAt } : {}) },
    })
    if (state === before.state && problem === before.problem) return { output: { id }, changes: [] }
    await recordFacts(tx, id, facts, now)
    const change = { entity: 'revocation', id: before.id, before: { state: before.state, problem: before.problem }, after: { state, problem, leaseId: id } }
    return { output: { id }, changes: change, reason: problem }
  },
})
