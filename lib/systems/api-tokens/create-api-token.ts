import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { ApiTokenId } from '#lib/core/ids.ts'
import { DAY, shift } from '#lib/core/time.ts'
import { newApiToken } from '#lib/people/api-tokens.ts'
import { lockSystem } from '../store.ts'
import { findFileKind } from '../system-kinds.ts'
import { CreateApiToken, TOKEN_SCOPES } from './schemas.ts'

/**
 * Makes a token with which one system hands in its discoveries. The token stands in the answer and nowhere else. Throws `invalid` for a system that is read
 * live and for a person who is no user.
 */
export const createApiToken = command({
  permission: 'systems.createApiToken',
  input: CreateApiToken,
  async run({ tx, actor, now }, { name, systemId, days }) {
    if (actor.kind !== 'user') throw new TenureError('forbidden', 'A person makes tokens')
    const system = await lockSystem(tx, systemId)
    if (!findFileKind(system.kind)?.formats.includes('tenure-ndjson'))
      throw new TenureError('invalid', `${system.name} takes no pushed discoveries: connect a system of the kind "Other system" for what pushes`)
    const { token, tokenHash } = newApiToken()
    const id = ApiTokenId.create()
    const facts = { id, name, scopes: [...TOKEN_SCOPES], systemId, createdBy: actor.userId, createdAt: now, expiresAt: shift(now, days * DAY) }
    await tx.apiToken.create({ data: { ...facts, tokenHash } })
    return { output: { id, token, expiresAt: facts.expiresAt }, changes: { entity: 'api_token', id, before: null, after: facts } }
  },
})
