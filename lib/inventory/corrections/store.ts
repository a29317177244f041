import type { Actor } from '#lib/core/actor.ts'
import { TenureError } from '#lib/core/errors.ts'
import type { Tx } from '#lib/db/client.ts'
import { type Identity, Prisma } from '#lib/db/generated/client.ts'
import { mayCorrect } from '../rules.ts'

/** These identities, locked until the transaction ends. Throws `forbidden` when one is not the actor's to correct, and to an admin `not_found` for one that does not exist. */
export async function lockCorrectable(tx: Tx, actor: Actor, ids: readonly string[]): Promise<Identity[]> {
  const rows = (await lockIdentities(tx, ids)).filter((row) => mayCorrect(actor, row))
  if (rows.length === ids.length) return rows
  const admin = actor.kind === 'user' && actor.roles.includes('admin')
  throw admin
    ? new TenureError('not_found', `${ids.length - rows.length} of these ${ids.length} identities do not exist`)
    : new TenureError('forbidden', 'Only its owner or an admin can correct what an identity is')
}

/** These identities, locked in the order of their ids; those that do not exist are left out. */
export async function lockIdentities(tx: Tx, ids: readonly string[]): Promise<Identity[]> {
  await tx.$queryRaw(Prisma.sql`SELECT id FROM identity WHERE id = ANY(${[...ids]}::text[]) ORDER BY id FOR UPDATE`)
  return tx.identity.findMany({ where: { id: { in: [...ids] } }, orderBy: { id: 'asc' } })
}
