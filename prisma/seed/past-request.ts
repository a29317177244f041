import { decisionQuestion } from '#lib/access/decision-question.ts'
import { requestDigest } from '#lib/access/request-digest.ts'
import { openUntil } from '#lib/access/rules.ts'
import { DAY, HOUR, MINUTE, SECOND, shift } from '#lib/core/time.ts'
import { evaluate } from '#lib/policy/evaluate.ts'
import type { PolicySummary } from '#lib/policy/policy-set.ts'
import { auditEntry } from './audit-entry.ts'
import { type LeaseRows, pastLease } from './past-lease.ts'
import { asActor, type People } from './people.ts'
import type { Row, Turn } from './rows.ts'
import { sampleId } from './sample-id.ts'
import type { Outcome, PastWish } from './scenarios/past-access.ts'

export type AccessRows = {
  decision: Row & { id: string }
  request: Row & { id: string; createdAt: Date }
  turns: Turn[]
  approvals: Row[]
  lease: LeaseRows | null
  audit: Row[]
}

export type Catalogue = {
  system: { id: string; kind: string; environment: string }
  privileges: Readonly<Record<string, { id: string; name: string; risk: string }>>
  policy: { id: string; digest: string; policies: readonly PolicySummary[] }
}

const STATE: Readonly<Record<Outcome['end'], string>> = {
  done: 'approved',
  expired: 'approved',
  revoked: 'approved',
  mint_failed: 'approved',
  refused: 'denied',
  cancelled: 'cancelled',
  lapsed: 'expired',
  forbidden: 'denied',
}
const ANSWER_MINUTES = 25

/** A past wish with all that came of it, decided by the policies that are in force. Throws when they do not decide as the story says. */
export function pastRequest(wish: PastWish, index: number, { catalogue, people, now }: { catalogue: Catalogue; people: People; now: Date }): AccessRows {
  const { system, policy } = catalogue
  const privilege = catalogue.privileges[wish.privilege]
  if (!privilege) throw new Error(`The catalogue does not offer ${wish.privilege}`)
  const requester = people[wish.who]
  const createdAt = new Date(Math.floor(shift(now, -wish.daysAgo * DAY).getTime() / DAY) * DAY + 7 * HOUR + ((index * 47) % 420) * MINUTE)
  const asked = { purpose: wish.purpose, ticket: wish.ticket, startsAt: null, durationSeconds: (wish.hours * HOUR) / SECOND }
  const question = decisionQuestion(asActor(requester), { ...privilege, system }, asked, createdAt)
  const { outcome, reasons } = evaluate(policy.policies, question)
  if ((outcome === 'deny') !== (wish.outcome.end === 'forbidden')) throw new Error(`The policies say "${outcome}" to: ${wish.purpose}`)

  const { at: _, ...context } = question
  const decision = {
    id: sampleId('dec', createdAt, `${index}`),
    at: createdAt,
    principal: requester.id,
    action: 'borrow',
    resource: privilege.id,
    context,
    outcome,
    reasons,
    policyVersionId: policy.id,
    policyDigest: policy.digest,
  }
  const id = sampleId('req', createdAt, `${index}`)
  const wished = {
    id,
    requesterId: requester.id,
    systemId: system.id,
    privilegeId: privilege.id,
    privilegeName: privilege.name,
    environment: system.environment,
    ...asked,
  }
  const digest = requestDigest({ ...wished, policyDigest: policy.digest })
  const decidedAt = decidedAfter(wish.outcome, createdAt)
  const request = { ...wished, digest, decisionId: decision.id, state: STATE[wish.outcome.end], openUntil: openUntil(createdAt, null), createdAt, decidedAt }
  const answered = answerOf(wish, { request, people })
  const pending = { state: 'pending', decidedAt: null }
  const first = wish.outcome.end === 'forbidden' ? request : { ...request, ...pending }
  return {
    decision,
    request,
    turns: wish.outcome.end === 'forbidden' ? [] : [{ at: decidedAt, before: { state: 'pending', decided_at: null } }],
    ...answered,
    audit: [
      auditEntry({
        at: createdAt,
        actor: asActor(requester),
        action: 'access.request',
        entity: 'access_request',
        id,
        before: null,
        after: first,
        reason: wish.purpose,
      }),
      auditEntry({
        at: createdAt,
        actor: asActor(requester),
        action: 'access.request',
        entity: 'decision',
        id: decision.id,
        before: null,
        after: decision,
        reason: wish.purpose,
      }),
      ...answered.audit,
    ],
  }
}

function decidedAfter(outcome: Outcome, createdAt: Date): Date {
  switch (outcome.end) {
    case 'forbidden':
      return createdAt
    case 'lapsed':
      return openUntil(createdAt, null)
    case 'refused':
    case 'cancelled':
      return shift(createdAt, outcome.minutes * MINUTE)
    default:
      return shift(createdAt, ANSWER_MINUTES * MINUTE)
  }
}

type Asked = Parameters<typeof pastLease>[0]['request'] & { requesterId: string; state: string; createdAt: Date; decidedAt: Date }

/** What became of it: an answer with its approval and perhaps a lease, a cancellation, or nothing in time. */
function answerOf({ who, outcome }: PastWish, { request, people }: { request: Asked; people: People }): Pick<AccessRows, 'approvals' | 'lease' | 'audit'> {
  const { id, decidedAt, state } = request
  const turned = { entity: 'access_request', id, at: decidedAt, before: { state: 'pending', decidedAt: null }, after: { state, decidedAt } }
  if (outcome.end === 'forbidden') return { approvals: [], lease: null, audit: [] }
  if (outcome.end === 'cancelled')
    return { approvals: [], lease: null, audit: [auditEntry({ ...turned, actor: asActor(people[who]), action: 'access.cancel' })] }
  if (outcome.end === 'lapsed')
    return {
      approvals: [],
      lease: null,
      audit: [auditEntry({ ...turned, actor: { kind: 'system', job: 'access.lapse' }, action: 'access.lapse', reason: 'Nobody answered in time' })],
    }

  const approver = people[outcome.by]
  const grantedSeconds = outcome.end === 'refused' ? null : outcome.grantedHours ? (outcome.grantedHours * HOUR) / SECOND : request.durationSeconds
  const verdict = outcome.end === 'refused' ? 'deny' : 'approve'
  const approval = {
    id: sampleId('apr', decidedAt, id),
    requestId: id,
    requesterId: request.requesterId,
    digest: request.digest,
    askedSeconds: request.durationSeconds,
    approverId: approver.id,
    verdict,
    grantedSeconds,
    comment: outcome.comment,
    at: decidedAt,
  }
  const action = outcome.end === 'refused' ? 'access.deny' : 'access.approve'
  const lease =
    outcome.end === 'refused' || grantedSeconds === null ? null : pastLease({ request, holder: people[who], approver, decidedAt, grantedSeconds, outcome })
  return {
    approvals: [approval],
    lease,
    audit: [
      auditEntry({ ...turned, actor: asActor(approver), action, reason: outcome.comment }),
      auditEntry({
        entity: 'approval',
        id: approval.id,
        at: decidedAt,
        actor: asActor(approver),
        action,
        before: null,
        after: approval,
        reason: outcome.comment,
      }),
      ...(lease?.audit ?? []),
    ],
  }
}
