import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '#lib/command/context.ts'
import { TenureError } from '#lib/core/errors.ts'
import { findTokenActor } from '#lib/people/api-tokens.ts'

/** What a route of the control plane needs to make a context of a request. */
export type Services = Pick<Context, 'db' | 'pool' | 'keyring'> & { clock: () => Date }

/**
 * The context of a request that shows an API token as a bearer (RFC 6750 §2.1). Throws `unauthenticated` otherwise, with the challenge of §3 in the answer:
 * without a code where nothing was shown, `invalid_token` where it is no good.
 */
export async function authenticate({ clock, ...services }: Services, request: FastifyRequest, reply: FastifyReply): Promise<Context> {
  const token = /^Bearer +([\w.~+/=-]{1,500})$/i.exec(request.headers.authorization ?? '')?.[1]
  const now = clock()
  const actor = token ? await findTokenActor(services.db, token, now) : null
  if (actor) return { ...services, actor, now, requestId: request.id }
  reply.header('www-authenticate', token ? 'Bearer realm="tenure", error="invalid_token"' : 'Bearer realm="tenure"')
  throw new TenureError('unauthenticated', token ? 'This token is unknown, expired or revoked: make a new one in Tenure' : 'Send an API token as a bearer')
}
