import type { FastifyPluginAsync } from 'fastify'

/** `/healthz`: the process answers. `/readyz`: it can do its work, that is, reach the database. */
export function healthRoutes({ ping }: { ping: () => Promise<unknown> }): FastifyPluginAsync {
  return async (server) => {
    server.get('/healthz', { logLevel: 'warn' }, async () => ({ status: 'ok' }))
    server.get('/readyz', { logLevel: 'warn' }, async (request, reply) => {
      try {
        await ping()
        return { status: 'ready' }
      } catch (error) {
        request.log.warn({ err: error }, 'not ready')
        return reply.code(503).send({ status: 'unavailable', reason: 'The database does not answer' })
      }
    })
  }
}
