import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { lockIdentities, requireActivePeople } from '../store.ts'
import { answeredItems } from './answered-items.ts'
import { Nominate } from './schemas.ts'

/** Asks somebody else about identities of somebody who left. Throws `forbidden` for what no succession asks about, `conflict` when one was decided, `invalid` for a nominee who left. */
export const nominate = command({
  permission: 'ownership.nominate',
  input: Nominate,
  async run({ tx, actor }, { ids, nomineeId, reason }) {
    await lockIdentities(tx, actor, ids)
    const items = await answeredItems(tx, ids, () => true)
    await requireActivePeople(tx, [nomineeId], 'nomineeId')
    const because = 'named by an admin'
    const { count } = await tx.successionItem.updateMany({
      where: { OR: items.map(({ successionId, identityId }) => ({ successionId, identityId })), state: { in: ['open', 'declined'] } },
      data: { state: 'open', nomineeId, because, answeredBy: null, answeredAt: null },
    })
    if (count < ids.length) throw new TenureError('conflict', 'Somebody decided about one of these meanwhile: reload, and look again')
    return {
      output: { nominated: count },
      changes: items.map(({ successionId, identityId, nomineeId: before, state }) => ({
        entity: 'succession_item',
        id: `${successionId}/${identityId}`,
        before: { nomineeId: before, state },
        after: { nomineeId, state: 'open' },
      })),
      reason,
    }
  },
})
