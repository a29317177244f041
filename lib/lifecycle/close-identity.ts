import type { Change } from '#lib/audit/append.ts'
import type { Tx } from '#lib/db/client.ts'
import { RELEASED_BY } from '#lib/inventory/rules.ts'

type Closing = { id: string; lifecycle: string; enabled: boolean; vanishedAt: Date | null }

/** Writes what a confirmed end means for the register: the identity is offboarded and gone, and with it what hung on it. What other sources still show of it stands for itself again. Says what changed, for the audit log. */
export async function closeIdentity(tx: Tx, { id, lifecycle, enabled, vanishedAt }: Closing, now: Date): Promise<Change> {
  const after = { lifecycle: 'offboarded', enabled: false, vanishedAt: vanishedAt ?? now }
  await tx.identity.update({ where: { id }, data: after })
  const present = { where: { identityId: id, vanishedAt: null }, data: { vanishedAt: now } }
  await tx.credential.updateMany(present)
  await tx.entitlement.updateMany(present)
  await tx.trust.updateMany(present)
  await tx.identity.updateMany({ where: { mergedIntoId: id }, data: { mergedIntoId: null } })
  await tx.identityMerge.updateMany({ where: { intoId: id, undoneAt: null }, data: { undoneAt: now, undoneBy: RELEASED_BY } })
  return { entity: 'identity', id, before: { lifecycle, enabled, vanishedAt }, after }
}
