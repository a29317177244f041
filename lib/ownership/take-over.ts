import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { refuseWhatMoved } from './change-stewardship.ts'
import { mayStandIn, mayTakeOver, underOwner } from './rules.ts'
import { Target } from './schemas.ts'
import { lockIdentities } from './store.ts'
import { writeStewardship } from './write-stewardship.ts'

/**
 * Makes a backup or a member of the team the owner of identities that nobody active owns any more: of all or of none. Throws `forbidden` to anybody else,
 * `conflict` while the owner is active, and for what is gone or was changed since the form was loaded.
 */
export const takeOver = command({
  permission: 'ownership.takeOver',
  input: Target,
  async run(scope, target) {
    const { tx, actor } = scope
    if (actor.kind !== 'user') throw new TenureError('forbidden', 'Only a person owns identities')
    const identities = await lockIdentities(tx, actor, target.ids)
    if (identities.filter((identity) => mayStandIn(actor, identity)).length < target.ids.length)
      throw new TenureError('forbidden', 'Only a backup, or somebody of its team, takes an identity over')
    const owned = identities.find((identity) => !mayTakeOver(actor, identity))
    if (owned) throw new TenureError('conflict', `${owned.name} has an owner who is active: they or an admin hand it over`)
    for (const identity of identities) refuseWhatMoved(identity, target)
    return writeStewardship(
      scope,
      identities.map((before) => ({ before, after: underOwner(before, actor.userId) })),
      target.reason,
    )
  },
})
