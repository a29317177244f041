import { command } from '#lib/command/command.ts'
import { changeStewardship } from './change-stewardship.ts'
import { SetSponsor } from './schemas.ts'

/** Names the person beside the owner who may have identities disabled and edits nothing; null takes them away. See `changeStewardship` for the refusals. */
export const setSponsor = command({
  permission: 'ownership.setSponsor',
  input: SetSponsor,
  async run(scope, { sponsorId, ...target }) {
    return changeStewardship(scope, target, { sponsorId })
  },
})
