import { query } from '#lib/command/query.ts'
import type { Actor } from '#lib/core/actor.ts'
import { TenureError } from '#lib/core/errors.ts'
import { decodeCursor, encodeCursor } from '#lib/core/page.ts'
import { may, seesEverything } from '#lib/people/permissions.rules.ts'
import { mayReveal, residualClock } from './rules.ts'
import { LeaseById, LeaseFilter } from './schemas.ts'

const PAGE = 50
const PARTIES = { holder: { select: { id: true, name: true } }, system: { select: { id: true, name: true, kind: true, environment: true } } }

function visibleTo(actor: Actor) {
  return seesEverything(actor) ? {} : { holderId: actor.kind === 'user' ? actor.userId : '' }
}

/** A page of leases, newest first, without their secrets. */
export const listLeases = query({
  permission: 'leases.read',
  input: LeaseFilter,
  async run({ db, actor }, { view, cursor }) {
    const me = actor.kind === 'user' ? actor.userId : ''
    const scope = { open: { state: { not: 'ended' } }, mine: { holderId: me }, unconfirmed: { revocation: { state: 'unconfirmed' } }, all: {} }[view]
    const after = decodeCursor(cursor)
    const rows = await db.lease.findMany({
      where: { AND: [visibleTo(actor), scope] },
      omit: { secretSealed: true },
      include: { ...PARTIES, revocation: { select: { state: true, problem: true } } },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      ...(after ? { cursor: { id: after.id }, skip: 1 } : {}),
      take: PAGE + 1,
    })
    const shown = rows.slice(0, PAGE)
    const last = shown.at(-1)
    const next = rows.length > PAGE && last ? encodeCursor({ side: 'after', values: [], id: last.id }) : null
    return { rows: shown.map((row) => ({ ...row, residual: residualClock(row, row.revocation) })), next, previous: null }
  },
})

/** A lease with its whole story: request, decision, answers, facts on the target, revocation, residual clock, and what this actor may do. Throws `not_found`. */
export const showLease = query({
  permission: 'leases.read',
  input: LeaseById,
  async run({ db, actor }, { id }) {
    const row = await db.lease.findFirst({
      where: { AND: [{ id }, visibleTo(actor)] },
      omit: { secretSealed: true },
      include: {
        ...PARTIES,
        revocation: true,
        facts: { orderBy: { seq: 'asc' } },
        request: {
          include: {
            privilege: { select: { title: true, risk: true } },
            decision: { select: { at: true, outcome: true, reasons: true, policyVersion: { select: { version: true } } } },
            approvals: { include: { approver: { select: { name: true } } }, orderBy: { at: 'asc' } },
          },
        },
      },
    })
    if (!row) throw new TenureError('not_found', 'There is no such lease')
    const { facts, ...lease } = row
    const me = actor.kind === 'user' ? actor.userId : ''
    const open = lease.state === 'scheduled' || lease.state === 'minting' || lease.state === 'active'
    return {
      ...lease,
      login: lease.login as Record<string, string | number> | null,
      facts: facts.map((fact) => ({ seq: Number(fact.seq), at: fact.at, kind: fact.kind, ok: fact.ok, detail: fact.detail as Record<string, unknown> })),
      residual: residualClock(lease, lease.revocation),
      mine: me === lease.holderId,
      may: { reveal: mayReveal(me, lease), complete: open && me === lease.holderId, revoke: open && may(actor, 'leases.revoke') && me !== lease.holderId },
    }
  },
})
