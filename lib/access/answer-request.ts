import { TenureError } from '#lib/core/errors.ts'
import { type AccessRequestId, ApprovalId } from '#lib/core/ids.ts'
import type { Scope } from '#lib/command/command.ts'
import { requestDigest } from './request-digest.ts'
import { isOpen, mayDecide } from './rules.ts'
import { getRequest } from './store.ts'

type Answer = { verdict: 'approve'; grantedSeconds: number | null; comment: string } | { verdict: 'deny'; comment: string }

/**
 * Records a person's answer to a pending request and decides it. What the approver saw is bound by the digest, which is computed again here.
 * Throws `forbidden` to the requester, `conflict` when it is no longer open, `invalid` for a grant longer than asked.
 */
export async function answerRequest({ tx, actor, now }: Scope, id: AccessRequestId, answer: Answer) {
  const { request: before, policyDigest } = await getRequest(tx, id)
  if (!mayDecide(actor, before) || actor.kind !== 'user') throw new TenureError('forbidden', 'Someone else must decide on this request')
  if (!isOpen(before, now)) throw new TenureError('conflict', 'This request is no longer open')
  if (requestDigest({ ...before, policyDigest }) !== before.digest)
    throw new TenureError('conflict', 'This request is not what was asked for: its digest does not match, so it cannot be approved')

  const grantedSeconds = answer.verdict === 'approve' ? (answer.grantedSeconds ?? before.durationSeconds) : null
  if (grantedSeconds !== null && grantedSeconds > before.durationSeconds) {
    throw new TenureError('invalid', 'grantedSeconds: An approver can only shorten', { fields: { grantedSeconds: 'An approver can only shorten' } })
  }
  // The condition decides the race: of two approvers only one finds the request still pending.
  const [after] = await tx.accessRequest.updateManyAndReturn({
    where: { id, state: 'pending' },
    data: { state: answer.verdict === 'approve' ? 'approved' : 'denied', decidedAt: now },
  })
  if (!after) throw new TenureError('conflict', 'This request is no longer open')
  const approval = await tx.approval.create({
    data: {
      id: ApprovalId.create(),
      requestId: id,
      requesterId: before.requesterId,
      digest: before.digest,
      askedSeconds: before.durationSeconds,
      approverId: actor.userId,
      verdict: answer.verdict,
      grantedSeconds,
      comment: answer.comment,
      at: now,
    },
  })
  return {
    output: { id, state: after.state },
    changes: [
      { entity: 'access_request', id, before, after },
      { entity: 'approval', id: approval.id, before: null, after: approval },
    ],
    reason: answer.comment,
  }
}
