import { command } from '#lib/command/command.ts'
import { beginEnding } from './begin-ending.ts'
import { RevokeLease } from './schemas.ts'

/** Somebody other than the holder ends a lease before its time, and says why. */
export const revokeLease = command({
  permission: 'leases.revoke',
  input: RevokeLease,
  async run({ tx, now }, { id, reason }) {
    return beginEnding(tx, now, { id, endReason: 'revoked', reason })
  },
})
