import { command } from '#lib/command/command.ts'
import { changeStewardship } from './change-stewardship.ts'
import { SetBackups } from './schemas.ts'

/** Names up to ten people who answer when the owner does not, in the order in which they are asked; they take the place of a team. See `changeStewardship` for the refusals. */
export const setBackups = command({
  permission: 'ownership.setBackups',
  input: SetBackups,
  async run(scope, { backupIds, ...target }) {
    return changeStewardship(scope, target, { backupIds })
  },
})
