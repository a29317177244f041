import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { ApiTokenId, type SystemId } from '#lib/core/ids.ts'
import { DAY, shift } from '#lib/core/time.ts'
import type { Tx } from '#lib/db/client.ts'
import { newApiToken } from '#lib/people/api-tokens.ts'
import { lockSystem } from '../store.ts'
import { CreateApiToken, SCOPES_OF } from './schemas.ts'
import { takesPushes } from './takes-pushes.ts'

/**
 * Makes a token with which one system hands in its discoveries, or a directory tells over SCIM who comes and leaves. The token stands in the answer and
 * nowhere else. Throws `invalid` for a system that is read live, `forbidden` to who is no person.
 */
export const createApiToken = command({
  permission: 'systems.createApiToken',
  input: CreateApiToken,
  async run({ tx, actor, now }, { name, use, systemId, days }) {
    if (actor.kind !== 'user') throw new TenureError('forbidden', 'A person makes tokens')
    if (systemId) await requirePushes(tx, systemId)
    const { token, tokenHash } = newApiToken()
    const id = ApiTokenId.create()
    const facts = { id, name, scopes: [...SCOPES_OF[use]], systemId, createdBy: actor.userId, createdAt: now, expiresAt: shift(now, days * DAY) }
    await tx.apiToken.create({ data: { ...facts, tokenHash } })
    return { output: { id, token, expiresAt: facts.expiresAt }, changes: { entity: 'api_token', id, before: null, after: facts } }
  },
})

async function requirePushes(tx: Tx, systemId: SystemId): Promise<void> {
  const system = await lockSystem(tx, systemId)
  if (!takesPushes(system.kind))
    throw new TenureError('invalid', `${system.name} takes no pushed discoveries: connect a system of the kind "Other system" for what pushes`)
}
