import { z } from 'zod'
import { query } from '#lib/command/query.ts'
import type { Actor } from '#lib/core/actor.ts'
import { TenureError } from '#lib/core/errors.ts'
import { decodeCursor, encodeCursor } from '#lib/core/page.ts'
import { may, seesEverything } from '#lib/people/permissions.rules.ts'
import { decide } from '#lib/policy/queries/decide.ts'
import { decisionQuestion } from './decision-question.ts'
import { isOpen, mayDecide } from './rules.ts'
import { AccessRequestById, PreviewRequest, RequestFilter } from './schemas.ts'
import { getOfferedPrivilege } from './store.ts'

const PAGE = 50
const PARTIES = {
  requester: { select: { id: true, name: true } },
  system: { select: { id: true, name: true, kind: true } },
  privilege: { select: { title: true, risk: true, description: true } },
}

/** Whose requests an actor sees: everybody's, or their own. */
function visibleTo(actor: Actor) {
  return seesEverything(actor) ? {} : { requesterId: actor.kind === 'user' ? actor.userId : '' }
}

/** What policy would answer to a request that is being filled in, and why. Nothing is recorded. */
export const previewRequest = query({
  permission: 'access.request',
  input: PreviewRequest,
  async run({ db, actor, now }, wish) {
    if (actor.kind !== 'user') throw new TenureError('forbidden', 'Only a person asks here')
    const privilege = await getOfferedPrivilege(db, wish.privilegeId)
    const { outcome, reasons, policy } = await decide(db, decisionQuestion(actor, privilege, wish, now))
    return { outcome, reasons: reasons.map(({ says }) => says), policyVersion: policy?.version ?? null }
  },
})

/** A page of requests, newest first; the queue holds what this actor may answer, the oldest first. */
export const listRequests = query({
  permission: 'access.read',
  input: RequestFilter,
  async run({ db, actor, now }, { view, cursor }) {
    const me = actor.kind === 'user' ? actor.userId : ''
    const scope = { queue: { state: 'pending', openUntil: { gt: now }, requesterId: { not: me } }, mine: { requesterId: me }, all: {} }[view]
    const after = decodeCursor(cursor)
    const rows = await db.accessRequest.findMany({
      where: { AND: [visibleTo(actor), scope] },
      include: PARTIES,
      orderBy: view === 'queue' ? [{ createdAt: 'asc' }, { id: 'asc' }] : [{ createdAt: 'desc' }, { id: 'desc' }],
      ...(after ? { cursor: { id: after.id }, skip: 1 } : {}),
      take: PAGE + 1,
    })
    const shown = rows.slice(0, PAGE)
    const last = shown.at(-1)
    const next = rows.length > PAGE && last ? encodeCursor({ side: 'after', values: [], id: last.id }) : null
    return { rows: shown.map((row) => ({ ...row, open: isOpen(row, now) })), next, previous: null }
  },
})

/** How many requests wait for this actor's answer. */
export const countQueue = query({
  permission: 'access.read',
  input: z.object({}),
  async run({ db, actor, now }) {
    if (actor.kind !== 'user' || !may(actor, 'access.approve')) return 0
    return db.accessRequest.count({ where: { state: 'pending', openUntil: { gt: now }, requesterId: { not: actor.userId } } })
  },
})

/** A request with its decision, answers and lease, and what this actor may do with it. Throws `not_found`, also for one that the actor may not see. */
export const showRequest = query({
  permission: 'access.read',
  input: AccessRequestById,
  async run({ db, actor, now }, { id }) {
    const row = await db.accessRequest.findFirst({
      where: { AND: [{ id }, visibleTo(actor)] },
      include: {
        ...PARTIES,
        decision: { select: { outcome: true, reasons: true, at: true, policyDigest: true, policyVersion: { select: { version: true } } } },
        approvals: { include: { approver: { select: { name: true } } }, orderBy: { at: 'asc' } },
        leases: { select: { id: true, state: true } },
      },
    })
    if (!row) throw new TenureError('not_found', 'There is no such access request')
    const { leases, decision, ...request } = row
    const open = isOpen(row, now)
    const mine = actor.kind === 'user' && actor.userId === row.requesterId
    return {
      ...request,
      decision: { ...decision, reasons: decision.reasons as { policyId: string | null; says: string }[], policyVersion: decision.policyVersion.version },
      lease: leases[0] ?? null,
      touches: await whatItTouches(db, row.systemId, row.privilegeName),
      may: { answer: open && may(actor, 'access.approve') && mayDecide(actor, row), cancel: open && mine },
      mine,
    }
  },
})

/** What the privilege reaches on its system, as discovery last saw it: the entitlements of the group that would be lent. */
async function whatItTouches(db: Parameters<typeof getOfferedPrivilege>[0], systemId: string, name: string) {
  const where = { identity: { systemId, externalId: name }, vanishedAt: null }
  const [rows, total] = await Promise.all([
    db.entitlement.findMany({
      where,
      orderBy: [{ resource: 'asc' }, { action: 'asc' }],
      take: 50,
      select: { id: true, resource: true, resourceKind: true, action: true, grantedVia: true },
    }),
    db.entitlement.count({ where }),
  ])
  return { rows, total }
}
