import { TenureError } from '#lib/core/errors.ts'
import { quarantineIdentity } from '#lib/lifecycle/quarantine-identity.ts'
import { lapseSuccession } from '#lib/ownership/succession/lapse-succession.ts'
import { isWaiting } from '#lib/ownership/succession/rules.ts'
import { listOverdueItems, newestItems, type OverdueItem } from '#lib/ownership/succession/store.ts'
import { asJob, type WorkerContext } from './worker-context.ts'

const PER_SWEEP = 500

/**
 * Quarantines what nobody took over from somebody who left although the deadline is past, and records it. What is gone or on its way out already needs no
 * quarantine; what could not be quarantined for another reason is tried again in the next sweep, and the others go on.
 */
export async function runSuccessions(worker: WorkerContext): Promise<void> {
  for (const item of await listOverdueItems(worker.db, worker.clock(), PER_SWEEP)) {
    try {
      // Listed a while ago: somebody may have taken it over while the others were quarantined.
      const now = (await newestItems(worker.db, [item.identityId])).get(item.identityId)
      if (!now || now.successionId !== item.successionId || !isWaiting(now)) continue
      const state = await quarantine(worker, item)
      await lapseSuccession(asJob(worker, 'ownership.lapseSuccession'), { id: item.successionId, identityIds: [item.identityId], state })
    } catch (error) {
      worker.log.error({ err: error, succession: item.successionId, identity: item.identityId }, 'identity of somebody who left could not be quarantined')
    }
  }
}

async function quarantine(worker: WorkerContext, { identityId, personName }: OverdueItem): Promise<'quarantined' | 'moot'> {
  const reason = `${personName} left, and nobody took it over before the deadline`
  try {
    await quarantineIdentity(asJob(worker, 'ownership.lapseSuccession'), { id: identityId, cause: 'succession', reason })
    return 'quarantined'
  } catch (error) {
    if (error instanceof TenureError && error.code === 'conflict') return 'moot'
    throw error
  }
}
