import type { RootDse } from './root-dse.ts'

/** The directory's clock. OpenLDAP tells none to who is not its administrator: there it is ours, whose error is that between two machines. */
export function clockOf({ time }: RootDse): Date {
  // oxlint-disable-next-line tenure/ambient -- a driver's stand-in for its target's clock
  return time ?? new Date()
}
