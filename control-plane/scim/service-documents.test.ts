import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { UserId } from '#lib/core/ids.ts'
import { NOW, TEST_KEYRING, testData } from '#lib/testing/contexts.ts'
import { SCIM_PREFIX } from './base-of.ts'
import { scimRoutes } from './scim-routes.ts'
import { userResource } from './user-resource.ts'
import { USER_SCHEMA } from './user-schema.ts'

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const { db, pool } = await testData()
const server = Fastify()
await server.register(scimRoutes({ db, pool, keyring: TEST_KEYRING, clock: () => NOW }), { prefix: SCIM_PREFIX })

async function call(method: 'GET' | 'POST', path: string, given: { payload?: string; headers?: Record<string, string> } = {}) {
  const answer = await server.inject({ method, url: `${SCIM_PREFIX}${path}`, ...given, headers: { host: 'tenure.example', ...given.headers } })
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() }
}

test.each([
  [
    '/ServiceProviderConfig',
    { patch: { supported: true }, bulk: { supported: false }, etag: { supported: true }, authenticationSchemes: [{ type: 'oauthbearertoken' }] },
  ],
  ['/ResourceTypes', { totalResults: 1, Resources: [{ id: 'User', endpoint: '/Users', schema: USER }] }],
  ['/ResourceTypes/User', { name: 'User', meta: { location: 'http://tenure.example/scim/v2/ResourceTypes/User' } }],
  ['/Schemas', { totalResults: 1, Resources: [{ id: USER }] }],
  [`/Schemas/${USER}`, { id: USER, name: 'User' }],
])('%s tells what this service can do, to everybody', async (path, body) => {
  const answer = await call('GET', path)
  expect(answer).toMatchObject({ status: 200, headers: { 'content-type': expect.stringContaining('application/scim+json') }, body })
})

test.each([
  ['GET', '/Groups', 404, {}],
  ['GET', '/Schemas/urn:x', 404, {}],
  ['GET', '/Schemas?filter=id', 403, {}],
  ['POST', '/Users', 415, { payload: '<user/>', headers: { 'content-type': 'text/xml' } }],
] as const)('%s %s is answered %i as an error of SCIM', async (method, path, status, given) => {
  const answer = await call(method, path, given)
  expect(answer).toMatchObject({
    status,
    headers: { 'content-type': expect.stringContaining('application/scim+json') },
    body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), detail: expect.any(String) },
  })
})

test('every attribute that a person is shown with is in the schema', () => {
  const person = { id: UserId.create(), email: 'a@example.test', name: 'Ada', roles: [], active: true, createdAt: NOW, changedAt: NOW, version: '1' }
  const shown = Object.keys(userResource(person, '')).filter((name) => !['schemas', 'id', 'meta'].includes(name))
  expect(USER_SCHEMA.attributes.map(({ name }) => name).toSorted()).toEqual(shown.toSorted())
})
