import { command } from '#lib/command/command.ts'
import { changeStewardship, DECLARERS } from './change-stewardship.ts'
import { SetEnvironment } from './schemas.ts'

/** Says which environment identities belong to. See `changeStewardship` for the refusals. */
export const setEnvironment = command({
  permission: 'ownership.setEnvironment',
  input: SetEnvironment,
  async run(scope, { environment, ...target }) {
    return changeStewardship(scope, target, { environment }, DECLARERS)
  },
})
