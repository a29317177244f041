import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Context } from '#lib/command/context.ts'
import { TenureError } from '#lib/core/errors.ts'
import { UserId } from '#lib/core/ids.ts'
import { listKnownPeople, type ProvisionedPerson, showPerson } from '#lib/ownership/provisioning/queries.ts'
import { MAX_PEOPLE } from '#lib/ownership/provisioning/schemas.ts'
import { may } from '#lib/people/permissions.rules.ts'
import { authenticate, type Services } from '../authenticate.ts'
import { peopleConditions } from './people-conditions.ts'
import { emptyDraft } from './person-draft.ts'
import { readPatch, readPerson } from './read-person.ts'
import { isKnownVersion } from './requested-version.ts'
import { ScimError } from './scim-error.ts'
import { baseOf } from './base-of.ts'
import { etagOf, projected, userResource } from './user-resource.ts'
import { addPerson, changeInto, removePerson } from './write-person.ts'

type WithId = { Params: { id: string } }

const wholeNumber = z.coerce.number().int().max(2_000_000_000)
const Projection = z.object({ attributes: z.string().optional(), excludedAttributes: z.string().optional() })
/** RFC 7644 §3.4.2.4: a start below 1 is 1, a negative count is 0. */
const Listing = Projection.extend({
  filter: z.string().max(2_000).optional(),
  startIndex: wholeNumber.default(1).transform((index) => Math.max(1, index)),
  count: wholeNumber.default(MAX_PEOPLE).transform((count) => Math.min(MAX_PEOPLE, Math.max(0, count))),
})

/** `/Users` (RFC 7644 §3): the people whom a directory provisions. */
export function userRoutes(services: Services): FastifyPluginAsync {
  return async (server) => {
    server.get('/Users', async (request, reply) => {
      const context = await directory(services, request, reply)
      const { filter, startIndex, count, ...projection } = query(Listing, request)
      const { people, total } = await listKnownPeople(context, { conditions: peopleConditions(filter), offset: startIndex - 1, limit: count })
      return {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
        totalResults: total,
        startIndex,
        itemsPerPage: people.length,
        Resources: people.map((person) => projected(userResource(person, baseOf(request)), projection)),
      }
    })

    server.get<WithId>('/Users/:id', async (request, reply) => {
      const person = await showPerson(await directory(services, request, reply), { id: idOf(request) })
      return isKnownVersion(request, person) ? reply.code(304).header('etag', etagOf(person)).send() : answer(request, reply, person)
    })

    server.post('/Users', async (request, reply) => {
      const context = await directory(services, request, reply)
      const person = await addPerson(context, readPerson(emptyDraft(), request.body))
      return answer(request, reply.code(201).header('location', `${baseOf(request)}/Users/${person.id}`), person)
    })

    server.put<WithId>('/Users/:id', async (request, reply) => {
      const context = await directory(services, request, reply)
      return answer(request, reply, await changeInto(context, request, idOf(request), (before) => readPerson(before, request.body)))
    })

    server.patch<WithId>('/Users/:id', async (request, reply) => {
      const context = await directory(services, request, reply)
      return answer(request, reply, await changeInto(context, request, idOf(request), (before) => readPatch(before, request.body)))
    })

    server.delete<WithId>('/Users/:id', async (request, reply) => {
      await removePerson(await directory(services, request, reply), request, idOf(request))
      return reply.code(204).send()
    })
  }
}

/** The context of a request by a directory. Throws `unauthenticated`, and `forbidden` for a token that was made for something else. */
async function directory(services: Services, request: FastifyRequest, reply: FastifyReply): Promise<Context> {
  const context = await authenticate(services, request, reply)
  if (may(context.actor, 'ownership.readProvisioning')) return context
  throw new TenureError('forbidden', 'This token is not for provisioning people: make one under Settings, Provisioning')
}

/** The id in the address. What is no id of a person is nobody's. */
function idOf({ params }: FastifyRequest<WithId>): UserId {
  const id = UserId.safeParse(params.id)
  if (!id.success) throw new TenureError('not_found', 'There is no such person')
  return id.data
}

function query<T>(schema: z.ZodType<T>, request: FastifyRequest): T {
  const parsed = schema.safeParse(request.query)
  if (parsed.success) return parsed.data
  throw new ScimError('invalidValue', parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '))
}

function answer(request: FastifyRequest, reply: FastifyReply, person: ProvisionedPerson) {
  return reply.header('etag', etagOf(person)).send(projected(userResource(person, baseOf(request)), query(Projection, request)))
}
