import { command } from '#lib/command/command.ts'
import { mayDisable } from '#lib/ownership/rules.ts'
import { openOffboarding } from './open-offboarding.ts'
import { DisableIdentity } from './schemas.ts'

/** Whoever stewards, stands in for or sponsors an identity has it disabled; whether it is deleted or comes back is its owner's to say. See `openOffboarding` for the refusals. */
export const disableIdentity = command({
  permission: 'lifecycle.disableIdentity',
  input: DisableIdentity,
  async run(scope, input) {
    return openOffboarding(scope, { ...input, cause: 'requested', lifecycle: 'quarantined' }, (parties) => mayDisable(scope.actor, parties))
  },
})
