import { command, type Outcome } from '#lib/command/command.ts'
import type { OffboardingId } from '#lib/core/ids.ts'
import { DAY, shift } from '#lib/core/time.ts'
import { registerChanged } from '#lib/inventory/register-changed.ts'
import { closeIdentity } from './close-identity.ts'
import { recordFacts } from './record-facts.ts'
import { readingOf } from './rules.ts'
import { RecordReading } from './schemas.ts'
import { lockOffboarding } from './store.ts'

/**
 * Takes over what the newest reading of the source shows of an identity that people take out of service by hand: disabled (the watch begins), enabled again
 * (a problem), gone (confirmed), or back (restored). A reading that shows nothing new changes nothing.
 */
export const recordReading = command({
  permission: 'lifecycle.recordReading',
  input: RecordReading,
  async run({ tx, now }, { id }): Promise<Outcome<{ id: OffboardingId }>> {
    const before = await lockOffboarding(tx, id)
    const { identity, identityId } = before
    const readAt = identity.system.lastSyncedAt
    const reading = before.byDriver || before.endedAt ? null : readingOf(before, { enabled: identity.enabled, vanishedAt: identity.vanishedAt, readAt })
    if (!reading) return { output: { id }, changes: [] }

    const data = {
      gone: { state: 'confirmed', problem: null, removedAt: identity.vanishedAt, endedAt: now },
      disabled: { problem: null, disabledAt: readAt ?? now, watchUntil: shift(readAt ?? now, before.watchDays * DAY) },
      enabled_again: { problem: `${identity.system.name} shows it enabled again`, disabledAt: null, watchUntil: null },
      restored: { state: 'restored', problem: null, endedAt: now },
    }[reading]
    const after = await tx.offboarding.update({ where: { id }, data })
    const detail = {
      system: identity.system.name,
      readAt: readAt?.toISOString() ?? null,
      ...(reading === 'gone' ? { sessions: 'not known to this source' } : {}),
    }
    await recordFacts(tx, id, [{ kind: `source_${reading}`, ok: reading !== 'enabled_again', detail }], now)
    const closed = reading === 'gone' ? [await closeIdentity(tx, { id: identityId, ...identity }, now)] : []
    if (reading === 'restored') await tx.identity.update({ where: { id: identityId }, data: { lifecycle: 'active' } })
    const back =
      reading === 'restored' ? [{ entity: 'identity', id: identityId, before: { lifecycle: identity.lifecycle }, after: { lifecycle: 'active' } }] : []
    const shown = ({ state, problem, disabledAt }: typeof before | typeof after) => ({ state, problem, disabledAt })
    return {
      output: { id },
      changes: [{ entity: 'offboarding', id, before: shown(before), after: shown(after) }, ...closed, ...back],
      reason: after.problem,
      jobs: registerChanged([identityId]),
    }
  },
})
