import { TenureError } from '#lib/core/errors.ts'
import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { REVISION } from '#lib/inventory/queries/revision.ts'
import type { Stewardship } from './rules.ts'

const { sql } = Prisma

export type Steward = Stewardship & { id: string; name: string; vanishedAt: Date | null; revision: string }

export const STEWARDSHIP_COLUMNS = sql`i.id, i.name, i.owner_id AS "ownerId", i.purpose, i.environment, i.expires_at AS "expiresAt", i.vanished_at AS "vanishedAt", ${REVISION} AS revision`

/** The identities with these ids, locked until the transaction ends, always in the same order so that two bulk changes cannot block each other. Those that do not exist are left out. */
export async function lockIdentities(tx: Tx, ids: readonly string[]): Promise<Steward[]> {
  return tx.$queryRaw<Steward[]>(sql`SELECT ${STEWARDSHIP_COLUMNS} FROM identity i WHERE i.id = ANY(${[...ids]}::text[]) ORDER BY i.id FOR UPDATE`)
}

/** Holds fast that all these people are active until the transaction ends. Throws `invalid` on `ownerId` when one is not. */
export async function requireActivePeople(tx: Tx, ids: readonly string[]): Promise<void> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return
  const found = await tx.$queryRaw<{ id: string }[]>(sql`SELECT id FROM app_user WHERE id = ANY(${wanted}::text[]) AND active FOR SHARE`)
  const message = 'Choose an owner who is active here'
  if (found.length < wanted.length) throw new TenureError('invalid', `ownerId: ${message}`, { fields: { ownerId: message } })
}

export type NewestChange = { identityId: string; actor: string; action: string; at: Date; before: Record<string, unknown>; after: Record<string, unknown> }

/** The newest change of ownership of each of these identities, from the audit log. */
export async function newestChanges(tx: Tx, ids: readonly string[]): Promise<Map<string, NewestChange>> {
  const rows = await tx.$queryRaw<NewestChange[]>(sql`
    SELECT DISTINCT ON (entity_id) entity_id AS "identityId", actor, action, at, before, after FROM audit_entry
     WHERE entity = 'identity' AND entity_id = ANY(${[...ids]}::text[]) AND starts_with(action, 'ownership.') ORDER BY entity_id, at DESC, id DESC`)
  return new Map(rows.map((row) => [row.identityId, row]))
}
