import { TenureError } from '#lib/core/errors.ts'
import type { AccessRequestId, PrivilegeId } from '#lib/core/ids.ts'
import type { Tx } from '#lib/db/client.ts'

/** A request with the policy version its digest covers. Throws `not_found`. */
export async function getRequest(tx: Tx, id: AccessRequestId) {
  const row = await tx.accessRequest.findUnique({ where: { id }, include: { decision: { select: { policyDigest: true, outcome: true } } } })
  if (!row) throw new TenureError('not_found', 'There is no such access request')
  const { decision, ...request } = row
  return { request, policyDigest: decision.policyDigest, outcome: decision.outcome }
}

/** A privilege that is offered, with its system. Throws `not_found`, also for one that was withdrawn. */
export async function getOfferedPrivilege(tx: Tx, id: PrivilegeId) {
  const privilege = await tx.privilege.findUnique({ where: { id }, include: { system: { select: { id: true, name: true, kind: true, environment: true } } } })
  if (!privilege?.offered || !privilege.lendable) throw new TenureError('not_found', 'This privilege is not in the catalogue: choose one that is')
  return privilege
}

/** Requests that nobody answered in time and that are still called pending. */
export async function listLapsed(tx: Tx, now: Date, limit: number): Promise<AccessRequestId[]> {
  const rows = await tx.accessRequest.findMany({ where: { state: 'pending', openUntil: { lte: now } }, take: limit, select: { id: true } })
  return rows.map((row) => row.id as AccessRequestId)
}
