import { command } from '#lib/command/command.ts'
import type { JobOrder } from '#lib/command/outbox.ts'
import { TenureError } from '#lib/core/errors.ts'
import { AccessRequestId, DecisionId } from '#lib/core/ids.ts'
import { durationInWords } from '#lib/core/time.ts'
import { decide } from '#lib/policy/queries/decide.ts'
import { decisionQuestion } from './decision-question.ts'
import { requestDigest } from './request-digest.ts'
import { openUntil } from './rules.ts'
import { RequestAccess } from './schemas.ts'
import { getOfferedPrivilege } from './store.ts'

const STATE_OF = { permit: 'approved', review: 'pending', deny: 'denied' } as const

/**
 * Asks for a privilege. Policy decides at once: permitted (a lease follows), waiting for a person, or denied; the decision is recorded in every case.
 * Throws `invalid` for a duration over the privilege's maximum or a start in the past, `unavailable` while no policy is published.
 */
export const requestAccess = command({
  permission: 'access.request',
  input: RequestAccess,
  async run({ tx, actor, now }, wish) {
    if (actor.kind !== 'user') throw new TenureError('forbidden', 'Only a person asks here')
    const privilege = await getOfferedPrivilege(tx, wish.privilegeId)
    if (wish.durationSeconds > privilege.maxSeconds) {
      const message = `At most ${durationInWords(privilege.maxSeconds * 1000)} for this privilege`
      throw new TenureError('invalid', `durationSeconds: ${message}`, { fields: { durationSeconds: message } })
    }
    if (wish.startsAt && wish.startsAt < now)
      throw new TenureError('invalid', 'startsAt: The start lies in the past', { fields: { startsAt: 'The start lies in the past' } })

    const question = decisionQuestion(actor, privilege, wish, now)
    const verdict = await decide(tx, question)
    if (!verdict.policy) throw new TenureError('unavailable', 'No policy is published yet, so nothing can be granted: an admin publishes one under Policies')
    const { at: _, ...context } = question
    const decision = {
      id: DecisionId.create(),
      at: now,
      principal: actor.userId,
      action: 'borrow',
      resource: privilege.id,
      context: context as object,
      outcome: verdict.outcome,
      reasons: verdict.reasons,
      policyVersionId: verdict.policy.id,
      policyDigest: verdict.policy.digest,
    }
    await tx.decision.create({ data: decision })

    const id = AccessRequestId.create()
    const asked = {
      id,
      requesterId: actor.userId,
      systemId: privilege.system.id,
      privilegeName: privilege.name,
      environment: privilege.system.environment,
      ...wish,
    }
    const state = STATE_OF[verdict.outcome]
    const after = await tx.accessRequest.create({
      data: {
        ...asked,
        digest: requestDigest({ ...asked, policyDigest: verdict.policy.digest }),
        decisionId: decision.id,
        state,
        openUntil: openUntil(now, wish.startsAt),
        createdAt: now,
        decidedAt: state === 'pending' ? null : now,
      },
    })
    const jobs: Record<typeof state, JobOrder[]> = {
      approved: [{ job: 'leases.grant', data: { requestId: id } }],
      pending: [{ job: 'access.lapse', data: { requestId: id }, startAfter: after.openUntil }],
      denied: [],
    }
    return {
      output: { id, state, reasons: verdict.reasons },
      changes: [
        { entity: 'access_request', id, before: null, after },
        { entity: 'decision', id: decision.id, before: null, after: decision },
      ],
      reason: wish.purpose,
      jobs: jobs[state],
    }
  },
})
