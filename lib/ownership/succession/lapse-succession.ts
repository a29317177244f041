import { command } from '#lib/command/command.ts'
import { actorKey } from '#lib/core/actor.ts'
import { TenureError } from '#lib/core/errors.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { LapseSuccession } from './schemas.ts'
import { closeSettled } from './settle-items.ts'
import { WAITING } from './waiting.ts'

const { sql } = Prisma

/** Records that identities were quarantined because nobody took them over in time, or that nothing was left of them that could be. What was decided meanwhile stays as it was. Throws `conflict` before the deadline. */
export const lapseSuccession = command({
  permission: 'ownership.lapseSuccession',
  input: LapseSuccession,
  async run({ tx, actor, now }, { id, identityIds, state }) {
    const succession = await tx.succession.findUnique({ where: { id } })
    if (!succession || succession.deadlineAt > now) throw new TenureError('conflict', 'The deadline of this succession is not past')
    const lapsed = await tx.$queryRaw<{ identityId: string }[]>(sql`
      UPDATE succession_item SET state = ${state}, answered_by = ${actorKey(actor)}, answered_at = ${now}
       WHERE succession_id = ${id} AND identity_id = ANY(${identityIds}::text[]) AND state IN ${WAITING} RETURNING identity_id AS "identityId"`)
    await closeSettled(tx, [id], now)
    return {
      output: { lapsed: lapsed.length },
      changes: lapsed.map(({ identityId }) => ({
        entity: 'succession_item',
        id: `${id}/${identityId}`,
        before: { state: 'open' },
        after: { state },
      })),
      reason: 'Nobody took it over before the deadline',
    }
  },
})
