import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyBaseLogger } from 'fastify'
import type { Signer } from '#lib/crypto/signing.ts'
import type { Services } from './authenticate.ts'
import { discoveryRoutes } from './discoveries.ts'
import { healthRoutes } from './health.ts'
import { keyRoutes } from './keys.ts'
import { problemHandler } from './problem.ts'
import { SCIM_PREFIX } from './scim/base-of.ts'
import { scimRoutes } from './scim/scim-routes.ts'

export type ControlPlaneOptions = {
  log: FastifyBaseLogger
  signer: Signer
  /** Rejects while the database cannot be reached. */
  ping: () => Promise<unknown>
  services: Services
}

/** The machines' door: a lean server apart from the pages, with its own listener and limits. It echoes or gives a request id on every answer. */
export function createControlPlane({ log, signer, ping, services }: ControlPlaneOptions) {
  const server = Fastify({
    loggerInstance: log,
    bodyLimit: 1_048_576,
    // A push of half a gigabyte over a slow line
    requestTimeout: 600_000,
    requestIdHeader: 'x-request-id',
    genReqId: () => randomUUID(),
  })
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  server.setErrorHandler(problemHandler)
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).type('application/problem+json').send({ type: 'about:blank', title: 'not_found', status: 404, detail: 'There is nothing at this address' }),
  )
  server.register(healthRoutes({ ping }))
  server.register(keyRoutes({ signer }))
  server.register(discoveryRoutes(services))
  server.register(scimRoutes(services), { prefix: SCIM_PREFIX })
  return server
}
