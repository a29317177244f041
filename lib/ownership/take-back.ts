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
  async run(scope, { ids, reason }) {
    const { tx, actor, now } = scope
    const identities = await lockIdentities(tx, actor, ids)
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
    await requireActivePeople(
      tx,
      wanted.flatMap(({ before, after }) => after.backupIds.filter((id) => !before.backupIds.includes(id))),
      'backupIds',
    )
    return writeStewardship(scope, wanted, reason)
  },
})

/** What an audit entry may hold of the stewardship. */
const FIELDS = ['ownerId', 'purpose', 'environment', 'expiresAt', 'backupIds', 'teamId', 'sponsorId'] as const satisfies readonly (keyof Stewardship)[]

/** Whether the change was one of stewardship, and everything that it set still is as it set it. */
function isAsLeft(identity: Steward, { before, after }: NewestChange): boolean {
  if (!before || !after) return false
  const current: Record<string, unknown> = JSON.parse(JSON.stringify(identity))
  const set = FIELDS.filter((field) => field in after)
  return set.length > 0 && set.every((field) => JSON.stringify(current[field]) === JSON.stringify(after[field]))
}

/** The stewardship with what the change set put back. An audit entry holds the fields that changed, instants as ISO text. */
function asBefore(identity: Steward, { before }: NewestChange): Stewardship {
  const { ownerId, purpose, environment, expiresAt, backupIds, teamId, sponsorId } = { ...identity, ...before } as Stewardship & {
    expiresAt: Date | string | null
  }
  return { ownerId, purpose, environment, expiresAt: expiresAt === null ? null : new Date(expiresAt), backupIds, teamId, sponsorId }
}
