import type { Context } from '#lib/command/context.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { seesEverything } from '#lib/people/permissions.rules.ts'
import { type OffboardingRow, ROW, visibleOffboardings, withUses } from './offboarding-row.ts'

const { sql } = Prisma
const SHOWN = 20
/** Of more than these the oldest are looked at. */
const LOOKED_AT = 500

/** Why an offboarding waits for somebody. */
export type Waiting = 'problem' | 'still_used' | 'watch_over'

/** Open offboardings that wait for this person: something went wrong, somebody still tries to use the account, or the watch ended and nobody said delete or restore. */
export async function listWaiting({ pool, actor, now }: Context): Promise<(OffboardingRow & { waiting: Waiting })[]> {
  const me = actor.kind === 'user' ? actor.userId : ''
  // Who sees the whole register is told of what went wrong and of what nobody answers for, not of every watch that ended
  const forMe = seesEverything(actor) ? sql`(i.owner_id = ${me} OR o.problem IS NOT NULL OR u.active IS NOT TRUE)` : sql`TRUE`
  const open = sql`SELECT ${ROW} ${visibleOffboardings(actor)} AND o.ended_at IS NULL AND ${forMe} ORDER BY (o.problem IS NULL), o.requested_at LIMIT ${LOOKED_AT}`
  const { rows } = await pool.query<OffboardingRow>(sql`
    SELECT * FROM (${withUses(open, now)}) o WHERE o.problem IS NOT NULL OR o.refused + o.used > 0 OR (o.state = 'watching' AND o."watchUntil" <= ${now})
     ORDER BY (o.problem IS NULL), (o.refused + o.used = 0), o."requestedAt", o.id LIMIT ${SHOWN}`)
  return rows.map((row) => ({ ...row, waiting: row.problem ? 'problem' : row.refused + row.used > 0 ? 'still_used' : 'watch_over' }))
}
