import { command } from '#lib/command/command.ts'
import { actorKey } from '#lib/core/actor.ts'
import { TenureError } from '#lib/core/errors.ts'
import { lockIdentities } from '../store.ts'
import { answeredItems } from './answered-items.ts'
import { mayDecline } from './rules.ts'
import { AnswerSuccession } from './schemas.ts'

/** The nominee's no to identities of somebody who left: admins find another owner, or they are quarantined at the deadline. Throws `forbidden` to whoever is not asked, `conflict` when one was decided. */
export const declineSuccession = command({
  permission: 'ownership.declineSuccession',
  input: AnswerSuccession,
  async run({ tx, actor, now }, { ids, reason }) {
    await lockIdentities(tx, actor, ids)
    const items = await answeredItems(tx, ids, (item) => mayDecline(actor, item))
    const { count } = await tx.successionItem.updateMany({
      where: { OR: items.map(({ successionId, identityId }) => ({ successionId, identityId })), state: 'open' },
      data: { state: 'declined', answeredBy: actorKey(actor), answeredAt: now },
    })
    if (count < ids.length) throw new TenureError('conflict', 'You have declined one of these already: reload, and look again')
    return {
      output: { declined: count },
      changes: items.map(({ successionId, identityId }) => ({
        entity: 'succession_item',
        id: `${successionId}/${identityId}`,
        before: { state: 'open' },
        after: { state: 'declined' },
      })),
      reason,
    }
  },
})
