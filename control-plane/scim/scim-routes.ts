import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Services } from '../authenticate.ts'
import { USER } from './attribute-path.ts'
import { baseOf } from './base-of.ts'
import { ScimError, scimErrorHandler } from './scim-error.ts'
import { listOf, serviceProviderConfig, userSchema, userType } from './service-documents.ts'
import { userRoutes } from './user-routes.ts'

const MEDIA = ['application/scim+json', 'application/json']

/** SCIM 2.0 (RFC 7643, RFC 7644): a company's directory tells who comes and who leaves. Everything is answered in SCIM's own shapes, errors too. */
export function scimRoutes(services: Services): FastifyPluginAsync {
  return async (server) => {
    server.addHook('onRequest', async (_request, reply) => {
      reply.type('application/scim+json')
    })
    server.setErrorHandler(scimErrorHandler)
    server.setNotFoundHandler((request, reply) => scimErrorHandler(new ScimError(null, 'There is nothing at this address', 404), request, reply))
    server.removeAllContentTypeParsers()
    server.addContentTypeParser(MEDIA, { parseAs: 'string' }, (_request, body, done) => {
      try {
        done(null, body === '' ? null : JSON.parse(String(body)))
      } catch {
        done(new ScimError('invalidSyntax', 'The body is no JSON'))
      }
    })
    documentRoutes(server)
    await server.register(userRoutes(services))
  }
}

/** What a client asks first, without a token: it is the same for everybody, and holds nothing of anybody. */
function documentRoutes(server: FastifyInstance): void {
  const get = (path: string, document: (base: string) => object) =>
    server.get(path, async (request: FastifyRequest<{ Querystring: { filter?: string } }>, reply: FastifyReply) => {
      if (request.query.filter !== undefined) throw new ScimError(null, 'These documents cannot be filtered (RFC 7644 §4)', 403)
      return reply.send(document(baseOf(request)))
    })
  get('/ServiceProviderConfig', serviceProviderConfig)
  get('/ResourceTypes', (base) => listOf(userType(base)))
  get('/ResourceTypes/User', userType)
  get('/Schemas', (base) => listOf(userSchema(base)))
  // A colon begins a parameter in a route, so that this address is told by its value.
  server.get<{ Params: { urn: string } }>('/Schemas/:urn', async (request, reply) => {
    if (request.params.urn.toLowerCase() !== USER.toLowerCase()) throw new ScimError(null, 'There is no such schema', 404)
    return reply.send(userSchema(baseOf(request)))
  })
}
