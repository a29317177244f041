import { command } from '#lib/command/command.ts'
import { changeStewardship } from './change-stewardship.ts'
import { SetTeam } from './schemas.ts'
import { getTeam } from './teams/store.ts'

/** Gives identities to one team, which takes the place of backups; null takes them from it. See `changeStewardship` for the refusals; throws `not_found` for a team that is not there. */
export const setTeam = command({
  permission: 'ownership.setTeam',
  input: SetTeam,
  async run(scope, { teamId, ...target }) {
    if (teamId) await getTeam(scope.tx, teamId)
    return changeStewardship(scope, target, { teamId })
  },
})
