import { command } from '#lib/command/command.ts'
import { changeStewardship, DECLARERS } from './change-stewardship.ts'
import { DeclarePurpose } from './schemas.ts'

/** Says what identities are for. See `changeStewardship` for the refusals. */
export const declarePurpose = command({
  permission: 'ownership.declarePurpose',
  input: DeclarePurpose,
  async run(scope, { purpose, ...target }) {
    return changeStewardship(scope, target, { purpose }, DECLARERS)
  },
})
