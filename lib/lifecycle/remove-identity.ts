import { command, type Outcome, type Scope } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import type { OffboardingId } from '#lib/core/ids.ts'
import { mayRemove, whyTooEarly } from './rules.ts'
import { RemoveIdentity } from './schemas.ts'
import { findOpen, lockLeaving, NOT_YOURS } from './store.ts'
import { countUses } from './uses.ts'

/**
 * Has an identity deleted on its target, once it was disabled. Nothing is deleted by itself: a person says so, and types its name while the watch goes on or
 * somebody still tries to use it (`invalid` on `name` otherwise). Where Tenure has no driver, it says that people are to delete it. Throws `forbidden`, and `conflict` when it is not disabled yet.
 */
export const removeIdentity = command({
  permission: 'lifecycle.removeIdentity',
  input: RemoveIdentity,
  async run(scope, { id, reason, name }): Promise<Outcome<{ id: OffboardingId }>> {
    const { tx, actor, now } = scope
    const { identity, parties } = await lockLeaving(tx, actor, id)
    const open = await findOpen(tx, id)
    if (!mayRemove(actor, parties, open?.cause ?? 'requested')) throw new TenureError('forbidden', NOT_YOURS)
    if (!open) throw new TenureError('conflict', `${identity.name} is not disabled: offboard it first`)
    const stopped = open.nextAttemptAt === null
    const ready =
      open.state === 'watching' || (open.state === 'removing' && stopped) || (open.state === 'awaiting_source' && identity.lifecycle !== 'offboarding')
    if (!ready) throw new TenureError('conflict', WHY_NOT[open.state]?.(identity.name) ?? `${identity.name} cannot be deleted now`)

    const uses = await countUses(tx, id, open.disabledAt, now)
    const early = whyTooEarly(open, uses.refused + uses.used, now)
    if (early && name !== identity.name) {
      throw new TenureError('invalid', `name: ${early}. Type ${identity.name} to delete it all the same`, {
        fields: { name: `${early}. Type ${identity.name} to delete it all the same` },
      })
    }
    return writeRemoval(scope, { open, identity, reason, early })
  },
})

const WHY_NOT: Record<string, (name: string) => string> = {
  disabling: (name) => `${name} is not disabled yet: it is deleted only once the target refuses it`,
  removing: (name) => `${name} is being deleted already`,
  restoring: (name) => `${name} is being restored: offboard it again once it is back`,
  awaiting_source: (name) => `People are deleting ${name} already: the next reading of its source shows it`,
}

type Removal = {
  open: { id: OffboardingId; state: string; byDriver: boolean }
  identity: { id: string; lifecycle: string }
  reason: string
  early: string | null
}

async function writeRemoval({ tx, now }: Scope, { open, identity, reason, early }: Removal): Promise<Outcome<{ id: OffboardingId }>> {
  const state = open.byDriver ? 'removing' : open.state
  await tx.offboarding.update({ where: { id: open.id }, data: { state, problem: null, attempts: 0, nextAttemptAt: open.byDriver ? now : null } })
  const planned = identity.lifecycle !== 'offboarding'
  if (planned) await tx.identity.update({ where: { id: identity.id }, data: { lifecycle: 'offboarding' } })
  return {
    output: { id: open.id },
    changes: [
      { entity: 'offboarding', id: open.id, before: { state: open.state }, after: { state, deletion: 'asked', ...(early ? { although: early } : {}) } },
      ...(planned ? [{ entity: 'identity', id: identity.id, before: { lifecycle: identity.lifecycle }, after: { lifecycle: 'offboarding' } }] : []),
    ],
    reason,
    jobs: open.byDriver ? [{ job: 'lifecycle.advance', data: { offboardingId: open.id } }] : [],
  }
}
