import type { Outcome } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { type LeaseId, RevocationId } from '#lib/core/ids.ts'
import type { Tx } from '#lib/db/client.ts'
import type { EndReason } from './rules.ts'
import { getLease } from './store.ts'

type Ending = { id: LeaseId; endReason: EndReason; reason: string | null; problem?: string | null }

/**
 * Ends a lease: the request for its revocation is on record before anything happens on the target. A lease whose credential was never minted
 * is over at once; one that is ending already stays as it is. Throws `conflict` for one that has ended.
 */
export async function beginEnding(tx: Tx, now: Date, { id, endReason, reason, problem = null }: Ending): Promise<Outcome<{ id: LeaseId }>> {
  const before = await getLease(tx, id)
  if (before.state === 'ending') return { output: { id }, changes: [] }
  if (before.state === 'ended') throw new TenureError('conflict', 'This lease has ended already')
  const minted = before.state !== 'scheduled'
  const [after] = await tx.lease.updateManyAndReturn({
    where: { id, state: before.state },
    data: { state: minted ? 'ending' : 'ended', endReason, attempt: 0, nextAttemptAt: now, problem, ...(minted ? {} : { endedAt: now }) },
  })
  if (!after) throw new TenureError('conflict', 'This lease changed meanwhile: reload, and try again')
  const change = { entity: 'lease', id, before: { state: before.state }, after: { state: after.state, endReason } }
  if (!minted) return { output: { id }, changes: change, reason }

  const revocation = await tx.revocation.create({ data: { id: RevocationId.create(), leaseId: id, state: 'requested', reason: endReason, requestedAt: now } })
  return {
    output: { id },
    changes: [change, { entity: 'revocation', id: revocation.id, before: null, after: revocation }],
    reason,
    jobs: [{ job: 'leases.advance', data: { leaseId: id } }],
  }
}
