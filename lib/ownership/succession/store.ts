import { TenureError } from '#lib/core/errors.ts'
import type { IdentityId, SuccessionId, UserId } from '#lib/core/ids.ts'
import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { WAITING } from './waiting.ts'

const { sql } = Prisma

/** A person, locked until the transaction ends. Throws `not_found`. */
export async function getPerson(tx: Tx, id: UserId) {
  await tx.$queryRaw(sql`SELECT id FROM app_user WHERE id = ${id} FOR UPDATE`)
  const person = await tx.user.findUnique({ where: { id } })
  if (!person) throw new TenureError('not_found', 'There is no such person')
  return person
}

export type Item = { identityId: string; successionId: string; nomineeId: string | null; state: string; because: string }

/** What the newest succession asks about each of these identities, by identity. */
export async function newestItems(tx: Tx, identityIds: readonly string[]): Promise<Map<string, Item>> {
  const rows = await tx.$queryRaw<Item[]>(sql`
    SELECT DISTINCT ON (i.identity_id) i.identity_id AS "identityId", i.succession_id AS "successionId", i.nominee_id AS "nomineeId", i.state, i.because
      FROM succession_item i WHERE i.identity_id = ANY(${[...identityIds]}::text[]) ORDER BY i.identity_id, i.succession_id DESC`)
  return new Map(rows.map((row) => [row.identityId, row]))
}

export type OverdueItem = { successionId: SuccessionId; identityId: IdentityId; personName: string; deadlineAt: Date }

/** What nobody took over although the deadline is past, the longest overdue first. */
export async function listOverdueItems(tx: Tx, now: Date, limit: number): Promise<OverdueItem[]> {
  return tx.$queryRaw<OverdueItem[]>(sql`
    SELECT i.succession_id AS "successionId", i.identity_id AS "identityId", u.name AS "personName", s.deadline_at AS "deadlineAt"
      FROM succession s JOIN app_user u ON u.id = s.person_id JOIN succession_item i ON i.succession_id = s.id AND i.state IN ${WAITING}
     WHERE s.closed_at IS NULL AND s.deadline_at <= ${now} ORDER BY s.deadline_at, i.identity_id LIMIT ${limit}`)
}
