import { command } from '#lib/command/command.ts'
import { actorKey } from '#lib/core/actor.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { registerChanged } from '#lib/inventory/register-changed.ts'
import { MarkReturned } from './schemas.ts'
import { closeSettled } from './settle-items.ts'
import { getPerson } from './store.ts'
import { WAITING } from './waiting.ts'

const { sql } = Prisma

/** Takes a person back who was marked as gone: they keep what nobody took over yet, and may sign in again. What was taken over or quarantined stays so. Throws `not_found`. */
export const markReturned = command({
  permission: 'ownership.markReturned',
  input: MarkReturned,
  async run({ tx, actor, now }, { id, reason }) {
    const before = await getPerson(tx, id)
    if (!before.leftAt && before.active) return { output: { id, kept: 0 }, changes: [] }
    const after = await tx.user.update({ where: { id }, data: { active: true, leftAt: null } })
    const kept = await tx.$queryRaw<{ successionId: string; identityId: string }[]>(sql`
      UPDATE succession_item i SET state = 'returned', answered_by = ${actorKey(actor)}, answered_at = ${now}
        FROM succession s WHERE s.id = i.succession_id AND s.person_id = ${id} AND s.closed_at IS NULL AND i.state IN ${WAITING} RETURNING s.id AS "successionId", i.identity_id AS "identityId"`)
    await closeSettled(tx, [...new Set(kept.map(({ successionId }) => successionId))], now)
    return {
      output: { id, kept: kept.length },
      changes: { entity: 'user', id, before, after },
      reason,
      jobs: registerChanged(kept.map(({ identityId }) => identityId)),
    }
  },
})
