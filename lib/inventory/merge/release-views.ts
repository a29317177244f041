import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { RELEASED_BY } from '../rules.ts'

const { sql } = Prisma

/**
 * Lets views stand in the register for themselves again that the identity they were merged into (alias `s`, the view is `a`) does not show any more: because it is gone and they are not, or because they
 * became privileged and it is not, where a key and not a person had merged them. Each keeps what was declared for it. Answers how many.
 */
export async function releaseViews(tx: Tx, of: Prisma.Sql, now: Date): Promise<number> {
  const released = await tx.$queryRaw<{ id: string }[]>(sql`
    UPDATE identity i SET merged_into_id = NULL
      FROM identity a JOIN identity s ON s.id = a.merged_into_id
     WHERE i.id = a.id AND a.vanished_at IS NULL AND (${of})
       AND (s.vanished_at IS NOT NULL
            OR (a.privileged AND NOT s.privileged
                AND EXISTS (SELECT FROM identity_merge m WHERE m.identity_id = a.id AND m.into_id = s.id AND m.undone_at IS NULL AND m.key IS NOT NULL)))
    RETURNING i.id`)
  const ids = released.map(({ id }) => id)
  if (ids.length > 0)
    await tx.$executeRaw`UPDATE identity_merge SET undone_at = ${now}, undone_by = ${RELEASED_BY} WHERE identity_id = ANY(${ids}::text[]) AND undone_at IS NULL`
  return ids.length
}
