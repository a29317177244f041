import { command } from '#lib/command/command.ts'
import { changeStewardship } from './change-stewardship.ts'
import { GovernIdentity } from './schemas.ts'

/** Declares owner, purpose, environment and expiry at once, so that identities are governed from then on. See `changeStewardship` for the refusals. */
export const governIdentity = command({
  permission: 'ownership.governIdentity',
  input: GovernIdentity,
  async run(scope, { ownerId, purpose, environment, expiresAt, ...target }) {
    return changeStewardship(scope, target, { ownerId, purpose, environment, expiresAt })
  },
})
