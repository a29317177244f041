import { command } from '#lib/command/command.ts'
import { changeStewardship, DECLARERS } from './change-stewardship.ts'
import { SetExpiry } from './schemas.ts'

/** Gives identities an end, in the future and at most 400 days ahead. See `changeStewardship` for the refusals. */
export const setExpiry = command({
  permission: 'ownership.setExpiry',
  input: SetExpiry,
  async run(scope, { expiresAt, ...target }) {
    return changeStewardship(scope, target, { expiresAt }, DECLARERS)
  },
})
