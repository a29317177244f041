import type { Context } from '#lib/command/context.ts'
import { mayDisable, maySteward } from '#lib/ownership/rules.ts'
import { findParties } from '#lib/ownership/store.ts'
import { may } from '#lib/people/permissions.rules.ts'
import { type Cause, mayRemove, mayRestore, type OffboardingState } from '../rules.ts'

type Open = { state: OffboardingState; cause: Cause; endedAt: Date | null; nextAttemptAt: Date | null; deletionPlanned: boolean }

/** What this actor may do about an identity now, by the rules that the verbs ask as well. */
export async function mayDecide({ db, actor }: Context, identity: { id: string; offboardable: boolean }, open: Open | null) {
  const parties = await findParties(db, actor, identity.id)
  const none = { offboard: false, disable: false, quarantine: false, restore: false, remove: false }
  if (!parties) return none
  if (!open || open.endedAt) {
    if (!identity.offboardable) return none
    return {
      ...none,
      offboard: maySteward(actor, parties),
      disable: may(actor, 'lifecycle.disableIdentity') && mayDisable(actor, parties),
      quarantine: may(actor, 'lifecycle.quarantineIdentity'),
    }
  }
  const { state, cause, nextAttemptAt, deletionPlanned } = open
  const stopped = nextAttemptAt === null
  const restorable = state === 'disabling' || state === 'watching' || state === 'awaiting_source' || stopped
  const removable = state === 'watching' || (state === 'removing' && stopped) || (state === 'awaiting_source' && !deletionPlanned)
  return { ...none, restore: restorable && mayRestore(actor, parties, cause), remove: removable && mayRemove(actor, parties, cause) }
}
