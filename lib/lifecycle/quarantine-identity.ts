import { command } from '#lib/command/command.ts'
import { openOffboarding } from './open-offboarding.ts'
import { QuarantineIdentity } from './schemas.ts'

/** The worker, a CISO or an admin puts an identity out of service until somebody answers for it again: nobody took it over, it expired, or security wants it still. See `openOffboarding` for the refusals. */
export const quarantineIdentity = command({
  permission: 'lifecycle.quarantineIdentity',
  input: QuarantineIdentity,
  async run(scope, input) {
    return openOffboarding(scope, { ...input, lifecycle: 'quarantined' }, () => true)
  },
})
