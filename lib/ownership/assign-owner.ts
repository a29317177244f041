import { command } from '#lib/command/command.ts'
import { changeStewardship } from './change-stewardship.ts'
import { AssignOwner } from './schemas.ts'

/** Makes an active person accountable for identities: an admin for any, an owner by handing over what they own. See `changeStewardship` for the refusals. */
export const assignOwner = command({
  permission: 'ownership.assignOwner',
  input: AssignOwner,
  async run(scope, { ownerId, ...target }) {
    return changeStewardship(scope, target, { ownerId })
  },
})
