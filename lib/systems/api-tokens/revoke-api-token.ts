import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { RevokeApiToken } from './schemas.ts'

/** Ends a token: it is refused from now on, in every process. Throws `not_found`, and `conflict` for one that was revoked already. */
export const revokeApiToken = command({
  permission: 'systems.revokeApiToken',
  input: RevokeApiToken,
  async run({ tx, now }, { id, reason }) {
    if (!(await tx.apiToken.findUnique({ where: { id } }))) throw new TenureError('not_found', 'There is no such token')
    const { count } = await tx.apiToken.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: now } })
    if (count === 0) throw new TenureError('conflict', 'This token was revoked already')
    return { output: { id }, changes: { entity: 'api_token', id, before: { revokedAt: null }, after: { revokedAt: now } }, reason }
  },
})
