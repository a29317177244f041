import type { Context } from '#lib/command/context.ts'
import { DAY, shift } from '#lib/core/time.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { EXPIRY_WARNINGS, expiryWarning } from '../rules.ts'

const { sql } = Prisma
const SHOWN = 20
const FIRST = Math.max(...EXPIRY_WARNINGS) * DAY

export type Expiring = {
  id: string
  name: string
  class: string
  purpose: string | null
  environment: string | null
  expiresAt: Date
  systemName: string
  /** 30, 14, 7 or 1: the last of these that it has reached; 0 once it is over. */
  warning: number
}

/** Identities of this person whose end is near, the nearest first, each with the warning that it has reached. */
export async function listExpiringIdentities({ pool, actor, now }: Context): Promise<Expiring[]> {
  if (actor.kind !== 'user') return []
  const { rows } = await pool.query<Omit<Expiring, 'warning'>>(sql`
    SELECT i.id, i.name, i.class, i.purpose, i.environment, i.expires_at AS "expiresAt", s.name AS "systemName" FROM identity i JOIN system s ON s.id = i.system_id
     WHERE i.owner_id = ${actor.userId} AND i.governed AND i.lifecycle = 'active' AND i.vanished_at IS NULL AND i.merged_into_id IS NULL AND i.expires_at <= ${shift(now, FIRST)}
     ORDER BY i.expires_at, i.id LIMIT ${SHOWN}`)
  return rows.map((row) => ({ ...row, warning: expiryWarning(row.expiresAt, now) ?? Math.max(...EXPIRY_WARNINGS) }))
}
