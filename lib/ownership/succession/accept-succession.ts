import { command } from '#lib/command/command.ts'
import { actorKey } from '#lib/core/actor.ts'
import { TenureError } from '#lib/core/errors.ts'
import { underOwner } from '../rules.ts'
import { lockIdentities } from '../store.ts'
import { writeStewardship } from '../write-stewardship.ts'
import { answeredItems } from './answered-items.ts'
import { mayAccept } from './rules.ts'
import { AnswerSuccession } from './schemas.ts'
import { settleItems } from './settle-items.ts'

/**
 * Makes the nominee the owner of identities of somebody who left: of all that are named or of none. An admin takes what nobody is asked about.
 * Throws `forbidden` to whoever is not asked, `conflict` when one of them was decided meanwhile.
 */
export const acceptSuccession = command({
  permission: 'ownership.acceptSuccession',
  input: AnswerSuccession,
  async run(scope, { ids, reason }) {
    const { tx, actor, now } = scope
    const identities = await lockIdentities(tx, actor, ids)
    await answeredItems(tx, ids, (item) => mayAccept(actor, item))
    if (actor.kind !== 'user') throw new TenureError('forbidden', 'Only a person owns identities')
    const settled = await settleItems(tx, { identityIds: ids, state: 'accepted', by: actorKey(actor), now })
    if (settled.length < ids.length) throw new TenureError('conflict', 'Somebody decided about one of these meanwhile: reload, and look again')
    return writeStewardship(
      scope,
      identities.map((before) => ({ before, after: underOwner(before, actor.userId) })),
      reason,
    )
  },
})
