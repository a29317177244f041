import type { FastifyPluginAsync } from 'fastify'
import { TenureError } from '#lib/core/errors.ts'
import { CHUNK_BYTES, MAX_CHUNKS } from '#lib/systems/rules.ts'
import { showPush } from '#lib/systems/sync-runs/find-push.ts'
import { receivePush } from '#lib/systems/sync-runs/receive-push.ts'
import { authenticate, type Services } from './authenticate.ts'

const ADDRESS = '/api/v1/discoveries'

/**
 * `POST /api/v1/discoveries`: a system hands in what it knows, as JSON lines, under an `Idempotency-Key`. The body is stored while it streams; 202 says that
 * all of it lies safely and where to ask what became of it. `GET /api/v1/discoveries/{id}` answers that.
 */
export function discoveryRoutes(services: Services): FastifyPluginAsync {
  return async (server) => {
    server.removeAllContentTypeParsers()
    server.addContentTypeParser(['application/x-ndjson', 'application/jsonl'], (_request, payload, done) => done(null, payload))

    server.post(ADDRESS, { bodyLimit: MAX_CHUNKS * CHUNK_BYTES }, async (request, reply) => {
      const context = await authenticate(services, request, reply)
      const systemId = context.actor.kind === 'token' ? context.actor.systemId : null
      if (!systemId) throw new TenureError('forbidden', 'This token speaks for no system')
      const key = request.headers['idempotency-key']
      const push = await receivePush(context, { systemId, idempotencyKey: typeof key === 'string' ? key : '' }, request.body as AsyncIterable<Uint8Array>)
      const state = await showPush(context, { id: push.id })
      return reply
        .code(push.replayed ? 200 : 202)
        .header('location', `${ADDRESS}/${push.id}`)
        .send(state)
    })

    server.get<{ Params: { id: string } }>(`${ADDRESS}/:id`, async (request, reply) => showPush(await authenticate(services, request, reply), request.params))
  }
}
