import { TenureError } from '#lib/core/errors.ts'
import type { AccessRequestId, LeaseId } from '#lib/core/ids.ts'
import { DAY, SECOND, shift } from '#lib/core/time.ts'
import type { Tx } from '#lib/db/client.ts'

/** A lease with its revocation. Throws `not_found`. */
export async function getLease(tx: Tx, id: LeaseId) {
  const lease = await tx.lease.findUnique({ where: { id }, include: { revocation: true } })
  if (!lease) throw new TenureError('not_found', 'There is no such lease')
  return lease
}

/** What was granted: the approved request, the seconds that the shortest approval granted (or all, when policy needed nobody), and its system's kind. Null when it was not approved. */
export async function findGrant(tx: Tx, requestId: AccessRequestId) {
  const request = await tx.accessRequest.findUnique({
    where: { id: requestId, state: 'approved' },
    include: { approvals: { where: { verdict: 'approve' } }, system: { select: { kind: true } }, decision: { select: { outcome: true } } },
  })
  if (!request) return null
  const granted = request.approvals.map((approval) => approval.grantedSeconds ?? request.durationSeconds)
  return { request, kind: request.system.kind, grantedSeconds: Math.min(request.durationSeconds, ...granted) }
}

/** Leases whose next step is due, the longest overdue first. */
export async function listDueLeases(tx: Tx, now: Date, limit: number): Promise<LeaseId[]> {
  const rows = await tx.lease.findMany({
    where: { state: { not: 'ended' }, nextAttemptAt: { lte: now } },
    orderBy: { nextAttemptAt: 'asc' },
    take: limit,
    select: { id: true },
  })
  return rows.map((row) => row.id as LeaseId)
}

/** Requests of the last days that were approved a while ago and have no lease: their job was lost or given up. */
export async function listUngranted(tx: Tx, now: Date, limit: number): Promise<AccessRequestId[]> {
  const approved = { state: 'approved', createdAt: { gt: shift(now, -3 * DAY) }, decidedAt: { lt: shift(now, -30 * SECOND) } }
  const rows = await tx.accessRequest.findMany({ where: { ...approved, leases: { none: {} } }, take: limit, select: { id: true } })
  return rows.map((row) => row.id as AccessRequestId)
}
