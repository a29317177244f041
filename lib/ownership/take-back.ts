import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { mayTakeBack, type Stewardship } from './rules.ts'
import { TakeBack } from './schemas.ts'
import { lockIdentities, type NewestChange, newestChanges, requireActivePeople, type Steward } from './store.ts'
import { writeStewardship } from './write-stewardship.ts'

/**
 * Undoes the actor's own newest change of ownership of each of these identities, ten minutes old at most. What was before is read from the
 * audit log, not from the caller, so that an undo can also take an owner away or bring back an expiry that could no longer be chosen.
 * Throws `conflict` when there is nothing of theirs to take back, or when something changed since; `invalid` when the owner before has left.
 */
export const takeBack = command({
  permission: 'ownership.takeBack',
  input: TakeBack,
  async run({ tx, actor, now }, { ids, reason }) {
    const identities = await lockIdentities(tx, ids)
    const newest = await newestChanges(tx, ids)
    const wanted = identities.flatMap((before) => {
      const change = newest.get(before.id)
      return change && mayTakeBack(actor, change, now) && isAsLeft(before, change) ? [{ before, after: asBefore(before, change) }] : []
    })
    if (wanted.length < ids.length)
      throw new TenureError('conflict', 'There is nothing of yours to take back: it was longer ago than ten minutes, or somebody changed it since')
    await requireActivePeople(
      tx,
      wanted.flatMap(({ after }) => after.ownerId ?? []),
    )
    return writeStewardship(tx, wanted, reason)
  },
})

/** Whether everything that the change set still is as it set it. */
function isAsLeft(identity: Steward, { after }: NewestChange): boolean {
  const current: Record<string, unknown> = JSON.parse(JSON.stringify(identity))
  return Object.keys(after).every((field) => current[field] === after[field])
}

/** The stewardship with what the change set put back. An audit entry holds the fields that changed, instants as ISO text. */
function asBefore(identity: Steward, { before }: NewestChange): Stewardship {
  const { ownerId, purpose, environment, expiresAt } = { ...identity, ...before } as Stewardship & { expiresAt: Date | string | null }
  return { ownerId, purpose, environment, expiresAt: expiresAt === null ? null : new Date(expiresAt) }
}
