import { command } from '#lib/command/command.ts'
import { beginEnding } from './begin-ending.ts'
import { EndLease } from './schemas.ts'

/** The worker ends a lease whose time is over, or whose credential could not be minted (half of it may stand on the target, so it is revoked as well). */
export const endLease = command({
  permission: 'leases.end',
  input: EndLease,
  async run({ tx, now }, { id, reason, problem }) {
    return beginEnding(tx, now, { id, endReason: reason, reason: problem, problem })
  },
})
