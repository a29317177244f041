import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { refuseWhatMoved } from './change-stewardship.ts'
import { maySteward, underOwner } from './rules.ts'
import { AssignSuggested } from './schemas.ts'
import { lockIdentities, requireActivePeople } from './store.ts'
import { suggestionsFor } from './suggestion-evidence.ts'
import { writeStewardship } from './write-stewardship.ts'

/**
 * Gives each orphan the owner for whom the most speaks; what speaks for them stands in its audit entry. What has an owner, or no suggestion, stays as it is.
 * Throws `forbidden` for what the actor does not steward, `conflict` for what is gone or was changed since the preview.
 */
export const assignSuggested = command({
  permission: 'ownership.assignSuggested',
  input: AssignSuggested,
  async run(scope, target) {
    const { tx, actor } = scope
    const identities = await lockIdentities(tx, actor, target.ids)
    if (identities.filter((identity) => maySteward(actor, identity)).length < target.ids.length)
      throw new TenureError('forbidden', 'Some of these are not yours: only their owner or an admin gives them an owner')
    for (const identity of identities) refuseWhatMoved(identity, target)
    const suggestions = await suggestionsFor(tx, actor, target.ids)
    const wanted = identities.map((before) => {
      const [best] = before.ownerId === null ? (suggestions.get(before.id) ?? []) : []
      return best ? { before, after: underOwner(before, best.id), because: best.reason } : { before, after: before }
    })
    await requireActivePeople(
      tx,
      wanted.flatMap(({ before, after }) => (before.ownerId === null && after.ownerId ? [after.ownerId] : [])),
    )
    return writeStewardship(scope, wanted, target.reason)
  },
})
