import { TenureError } from '#lib/core/errors.ts'
import type { IdentityRequestId } from '#lib/core/ids.ts'
import type { Tx } from '#lib/db/client.ts'

/** A request for an identity. Throws `not_found`. */
export async function getIdentityRequest(tx: Tx, id: IdentityRequestId) {
  const request = await tx.identityRequest.findUnique({ where: { id } })
  if (!request) throw new TenureError('not_found', 'There is no such request for an identity')
  return request
}

/** Throws `conflict` when the register has the key on that system already, or somebody asked for it and waits. */
export async function requireFreeKey(tx: Tx, { systemId, externalId }: { systemId: string; externalId: string }): Promise<void> {
  const identity = await tx.identity.findUnique({ where: { systemId_externalId: { systemId, externalId } }, select: { id: true } })
  const request = await tx.identityRequest.findFirst({ where: { systemId, externalId, state: 'pending' }, select: { id: true } })
  const taken = identity ? 'There is an identity with this key on that system already: choose another' : request ? 'Somebody asked for this key already' : null
  if (taken) throw new TenureError('conflict', taken, { fields: { externalId: taken } })
}
