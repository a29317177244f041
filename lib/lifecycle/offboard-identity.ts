import { command } from '#lib/command/command.ts'
import { maySteward } from '#lib/ownership/rules.ts'
import { openOffboarding } from './open-offboarding.ts'
import { OffboardIdentity } from './schemas.ts'

/** Its owner or an admin takes an identity out of service for good: disabled, watched, deleted when a person says so. See `openOffboarding` for the refusals. */
export const offboardIdentity = command({
  permission: 'lifecycle.offboardIdentity',
  input: OffboardIdentity,
  async run(scope, input) {
    return openOffboarding(scope, { ...input, cause: 'requested', lifecycle: 'offboarding' }, (parties) => maySteward(scope.actor, parties))
  },
})
