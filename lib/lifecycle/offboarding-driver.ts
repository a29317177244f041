import { TenureError } from '#lib/core/errors.ts'
import type { OffboardingDriver, Driver } from '#lib/systems/driver.ts'
import { listDrivers } from '#lib/systems/registry.ts'

const offboards = (driver: Driver): driver is OffboardingDriver => driver.offboarding !== undefined

/** The kinds of system on which Tenure itself takes accounts out of service. */
export function offboardingKinds(): string[] {
  return listDrivers()
    .filter(offboards)
    .map(({ kind }) => kind)
}

/** The driver of a kind that takes accounts out of service; `unavailable` when it has lost that. */
export function offboardingDriverFor(kind: string): OffboardingDriver {
  const driver = listDrivers().find((each) => each.kind === kind)
  if (!driver || !offboards(driver))
    throw new TenureError('unavailable', `Tenure has no driver that takes accounts out of service on systems of the kind "${kind}"`)
  return driver
}
