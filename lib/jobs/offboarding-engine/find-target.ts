import { TenureError } from '#lib/core/errors.ts'
import type { OffboardingId } from '#lib/core/ids.ts'
import { offboardingDriverFor } from '#lib/lifecycle/offboarding-driver.ts'
import { openRemembered, type Remembered } from '#lib/lifecycle/remembered.ts'
import type { Connection, Offboarding, StandingAccount } from '#lib/systems/driver.ts'
import type { WorkerContext } from '../worker-context.ts'

/** An account on its way out, where it is: `remembered` is null until it was stored, and nothing was disabled before. */
export type Target = { offboarding: Offboarding; connection: Connection; account: StandingAccount; system: string; remembered: Remembered | null }

/** The target of an offboarding. Throws `unavailable` when its system has lost its connection, its driver or the key. */
export async function findTarget(worker: WorkerContext, id: OffboardingId): Promise<Target> {
  const row = await worker.db.offboarding.findUnique({ where: { id }, include: { identity: { include: { system: true } } } })
  if (!row) throw new TenureError('not_found', 'There is no such offboarding')
  const { system, externalId, name } = row.identity
  const { offboarding } = offboardingDriverFor(system.kind)
  const connection = await worker.connections.connectionTo(worker, system.id)
  return { offboarding, connection, account: { externalId, name }, system: system.name, remembered: openRemembered(worker.keyring, id, row.rememberedSealed) }
}
