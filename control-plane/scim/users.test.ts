import { pino } from 'pino'
import { beforeEach, describe, expect, test } from 'vitest'
import { createSigner, generateSigningKey } from '#lib/crypto/signing.ts'
import { markReturned } from '#lib/ownership/succession/mark-returned.ts'
import { createApiToken } from '#lib/systems/api-tokens/create-api-token.ts'
import { actorOf, contextFor, NOW, TEST_KEYRING, testData } from '#lib/testing/contexts.ts'
import { anIdentity, aPerson, aSystem } from '#lib/testing/factories.ts'
import { createControlPlane } from '../server.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

const data = await testData()
const { db } = data
const admin = await aPerson(db, { name: 'Edda Engineer', roles: ['admin'] })
const asAdmin = contextFor(data, actorOf(admin))
const { id: tokenId, token } = await createApiToken(asAdmin, { name: 'Company directory', use: 'provisioning', days: 30 })
const signer = createSigner({ name: 'tenure.test/log', privateKey: generateSigningKey().privateKey })
const services = { db: data.db, pool: data.pool, keyring: TEST_KEYRING, clock: () => NOW }
const server = createControlPlane({ log: pino({ level: 'silent' }), signer, ping: async () => 1, services })

async function call(method: Method, path: string, { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {}) {
  const type = body === undefined ? {} : { 'content-type': 'application/scim+json' }
  const payload = typeof body === 'string' ? body : JSON.stringify(body)
  const answer = await server.inject({
    method,
    url: `/scim/v2${path}`,
    headers: { host: 'tenure.example', authorization: `Bearer ${token}`, ...type, ...headers },
    ...(body === undefined ? {} : { payload }),
  })
  return { status: answer.statusCode, headers: answer.headers, body: answer.body === '' ? null : answer.json() }
}

let count = 0
/** A person whom the directory made; the answer's body. */
async function provisioned(given: Record<string, unknown> = {}) {
  const made = await call('POST', '/Users', { body: { schemas: [USER], userName: `person.${++count}@example.test`, displayName: 'Grace Hopper', ...given } })
  return made.body
}
const patch = (id: string, operations: unknown, headers: Record<string, string> = {}) =>
  call('PATCH', `/Users/${id}`, { body: { schemas: [PATCH], Operations: operations }, headers })
const entriesOf = (entityId: string) => db.auditEntry.findMany({ where: { entityId }, orderBy: { id: 'asc' } })
const filtered = async (filter: string, more = '') => (await call('GET', `/Users?filter=${encodeURIComponent(filter)}${more}`)).body
const taken = await aPerson(db, { email: 'taken@example.test' })
const row = (id: string) => db.user.findUniqueOrThrow({ where: { id } })

describe('a person whom the directory provisions', () => {
  test('is there at 201, with address, version and location, and one audit entry by the token', async () => {
    const body = {
      schemas: [USER],
      userName: 'Ada@Example.test',
      externalId: 'e-1',
      name: { givenName: 'Ada', familyName: 'Lovelace' },
      roles: [{ value: 'owner' }, { value: 'janitor' }],
    }
    const made = await call('POST', '/Users', { body })
    expect(made).toMatchObject({
      status: 201,
      headers: { 'content-type': expect.stringContaining('application/scim+json') },
      body: {
        schemas: [USER],
        userName: 'ada@example.test',
        displayName: 'Ada Lovelace',
        name: { formatted: 'Ada Lovelace', givenName: 'Ada', familyName: 'Lovelace' },
        emails: [{ value: 'ada@example.test', primary: true }],
        active: true,
        roles: [{ value: 'owner' }],
        meta: { resourceType: 'User' },
      },
    })
    const { id, meta } = made.body
    expect([made.headers['location'], made.headers['etag'], made.body.externalId]).toEqual([
      `http://tenure.example/scim/v2/Users/${id}`,
      meta.version,
      undefined,
    ])
    expect(meta.location).toBe(made.headers['location'])
    expect((await call('GET', `/Users/${id}`)).body).toEqual(made.body)
    expect(await entriesOf(id)).toMatchObject([{ action: 'ownership.provisionPerson', actor: `token:${tokenId}`, before: null }])
  })

  test.each([
    ['whose address somebody has', { userName: taken.email.toUpperCase() }, 409, 'uniqueness'],
    ['without a userName', {}, 400, 'invalidValue'],
    ['whose userName is no address', { userName: 'grace' }, 400, 'invalidValue'],
    ['whose name holds a control character', { userName: 'g@example.test', displayName: 'G\u0000' }, 400, 'invalidValue'],
    ['as an admin', { userName: 'g@example.test', roles: [{ value: 'Admin' }] }, 400, 'invalidValue'],
    ['who is neither active nor not', { userName: 'g@example.test', active: 'perhaps' }, 400, 'invalidValue'],
    ['in another schema', { schemas: ['urn:x:Robot'], userName: 'g@example.test' }, 400, 'invalidSyntax'],
    ['as a list', [], 400, 'invalidSyntax'],
    ['in broken JSON', '{"userName":', 400, 'invalidSyntax'],
  ])('%s is refused', async (_, body, status, scimType) => {
    const refused = await call('POST', '/Users', { body })
    expect(refused).toMatchObject({
      status,
      headers: { 'content-type': expect.stringContaining('application/scim+json') },
      body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), scimType, detail: expect.any(String) },
    })
    expect(await db.user.count({ where: { email: 'g@example.test' } })).toBe(0)
  })

  test('is one person, although the directory sends them twice at once', async () => {
    const body = { schemas: [USER], userName: 'twice@example.test' }
    const answers = await Promise.all([1, 2].map(() => call('POST', '/Users', { body })))
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([201, 409])
  })
})

describe('people', () => {
  test('are found by what directories ask for', async () => {
    const { id, userName } = await provisioned()
    for (const filter of [
      `userName eq "${userName.toUpperCase()}"`,
      `username EQ "${userName}" and active eq true`,
      `emails[type eq "work"].value eq "${userName}"`,
      `id eq "${id}"`,
      `${USER}:userName eq "${userName}"`,
    ])
      expect(await filtered(filter), filter).toMatchObject({ totalResults: 1, startIndex: 1, itemsPerPage: 1, Resources: [{ id }] })
    for (const filter of ['userName eq "nobody"', 'externalId eq "e-1"', `userName eq "${userName}" and active eq "False"`, 'userName eq "\\u0000"'])
      expect(await filtered(filter), filter).toMatchObject({ totalResults: 0, itemsPerPage: 0, Resources: [] })
  })

  test.each([
    'userName co "a"',
    'userName',
    'userName eq',
    'userName eq "a" or id eq "b"',
    'colour eq "red"',
    'active eq "perhaps"',
    'userName eq 1',
    '(userName eq "a")',
    'userName eq "a',
  ])('are not looked for by %s', async (filter) => {
    expect(await filtered(filter)).toMatchObject({ status: '400', scimType: 'invalidFilter' })
  })

  test('come in pages, which begin at one and may be empty', async () => {
    for (let index = 0; index < 3; index++) await provisioned()
    const all = (await call('GET', '/Users')).body
    expect(all.totalResults).toBe(all.Resources.length)
    const page = (await call('GET', '/Users?startIndex=2&count=2')).body
    expect(page).toMatchObject({ totalResults: all.totalResults, startIndex: 2, itemsPerPage: 2 })
    expect(page.Resources).toEqual(all.Resources.slice(1, 3))
    expect((await call('GET', '/Users?startIndex=0&count=0')).body).toMatchObject({
      totalResults: all.totalResults,
      startIndex: 1,
      itemsPerPage: 0,
      Resources: [],
    })
    expect((await call('GET', '/Users?count=-1')).body).toMatchObject({ itemsPerPage: 0 })
    expect((await call('GET', '/Users?count=many')).body).toMatchObject({ scimType: 'invalidValue' })
  })

  test('are shown with the attributes that were asked for', async () => {
    const { id } = await provisioned()
    expect(Object.keys((await call('GET', `/Users/${id}?attributes=userName,name.familyName`)).body).toSorted()).toEqual(['id', 'name', 'schemas', 'userName'])
    expect((await call('GET', `/Users/${id}?excludedAttributes=emails`)).body).not.toHaveProperty('emails')
  })
})

describe('a person who is not active any more', () => {
  let person: { id: string }
  let identityId: string
  beforeEach(async () => {
    person = await provisioned()
    const system = await aSystem(db, { ownerId: admin.id })
    identityId = (await anIdentity(db, { ownerId: person.id, systemId: system.id })).id
  })
  const succession = () => db.succession.findFirst({ where: { personId: person.id }, include: { items: true } })

  test.each([
    ['as Entra patches', () => patch(person.id, [{ op: 'Replace', path: 'active', value: 'False' }])],
    ['as Okta patches', () => patch(person.id, [{ op: 'replace', value: { active: false } }])],
    ['in full', async () => call('PUT', `/Users/${person.id}`, { body: { ...(await call('GET', `/Users/${person.id}`)).body, active: false } })],
  ])('opens a succession: told %s', async (_, tell) => {
    expect(await tell()).toMatchObject({ status: 200, body: { active: false } })
    expect(await succession()).toMatchObject({ openedBy: `token:${tokenId}`, closedAt: null, items: [{ identityId, nomineeId: admin.id, state: 'open' }] })
    expect(await row(person.id)).toMatchObject({ active: false, leftAt: expect.any(Date) })
    expect(await db.outbox.count({ where: { job: 'findings.derive' } })).toBeGreaterThan(0)
    expect((await entriesOf(person.id)).map(({ action }) => action)).toEqual(['ownership.provisionPerson', 'ownership.markLeft'])
  })

  test('opens one succession, however often it is told', async () => {
    for (const value of ['False', false]) expect((await patch(person.id, [{ op: 'Replace', path: 'active', value }])).status).toBe(200)
    expect(await db.succession.count({ where: { personId: person.id } })).toBe(1)
  })

  test('keeps what nobody took over when they are active again', async () => {
    await patch(person.id, [{ op: 'Replace', path: 'active', value: 'False' }])
    expect(await patch(person.id, [{ op: 'Replace', path: 'active', value: 'True' }])).toMatchObject({ status: 200, body: { active: true } })
    expect(await succession()).toMatchObject({ closedAt: expect.any(Date), items: [{ state: 'returned' }] })
    expect(await row(person.id)).toMatchObject({ active: true, leftAt: null })
  })

  test('is gone for the directory once it deletes them, and their succession goes on', async () => {
    // Some clients name a type although a deletion has no body.
    expect(await call('DELETE', `/Users/${person.id}`, { headers: { 'content-type': 'application/scim+json' } })).toMatchObject({ status: 204, body: null })
    expect(await succession()).toMatchObject({ items: [{ identityId, state: 'open' }] })
    expect(await row(person.id)).toMatchObject({ active: false })
    for (const answer of [
      await call('GET', `/Users/${person.id}`),
      await call('DELETE', `/Users/${person.id}`),
      await patch(person.id, [{ op: 'replace', path: 'active', value: true }]),
    ])
      expect(answer).toMatchObject({ status: 404, body: { status: '404' } })
    expect(await filtered(`id eq "${person.id}"`)).toMatchObject({ totalResults: 0 })
    expect((await entriesOf(person.id)).map(({ action }) => action)).toEqual(['ownership.provisionPerson', 'ownership.markLeft', 'ownership.deprovisionPerson'])
  })

  test('comes back under the same id when the directory sends them anew, and takes up what is open', async () => {
    const { email } = await row(person.id)
    await call('DELETE', `/Users/${person.id}`)
    const again = await call('POST', '/Users', { body: { schemas: [USER], userName: email, displayName: 'Grace Murray' } })
    expect(again).toMatchObject({ status: 201, body: { id: person.id, active: true, displayName: 'Grace Murray' } })
    expect(await succession()).toMatchObject({ items: [{ state: 'returned' }] })
    expect((await call('POST', '/Users', { body: { schemas: [USER], userName: email } })).status).toBe(409)
  })

  test('is nobody under an id that is none', async () => {
    expect(await call('GET', '/Users/usr_nobody')).toMatchObject({ status: 404, body: { status: '404' } })
  })

  test('is known again when an admin takes them back', async () => {
    await call('DELETE', `/Users/${person.id}`)
    await markReturned(asAdmin, { id: person.id, reason: 'The directory was wrong' })
    expect((await call('GET', `/Users/${person.id}`)).status).toBe(200)
  })
})

describe('a directory', () => {
  test('neither makes admins nor brings admin back, and may leave or take it', async () => {
    const person = await aPerson(db, { roles: ['owner', 'admin'] })
    const { id: other } = await provisioned()
    for (const operation of [
      { op: 'add', path: 'roles', value: [{ value: 'admin' }] },
      { op: 'replace', value: { roles: ['ADMIN'] } },
      { op: 'Add', path: 'roles[primary eq "True"].value', value: 'admin' },
    ])
      expect(await patch(other, [operation])).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } })
    expect((await row(other)).roles).toEqual([])
    expect(await call('PUT', `/Users/${person.id}`, { body: (await call('GET', `/Users/${person.id}`)).body })).toMatchObject({ status: 200 })
    expect(await entriesOf(person.id)).toEqual([])
    await patch(person.id, [{ op: 'replace', path: 'active', value: false }])
    expect(await patch(person.id, [{ op: 'replace', path: 'active', value: true }])).toMatchObject({ body: { roles: [{ value: 'owner' }] } })
  })

  test('changes a version that it knows, and no other', async () => {
    const { id, meta } = await provisioned()
    const rename = [{ op: 'replace', path: 'displayName', value: 'Grace Murray' }]
    expect((await call('GET', `/Users/${id}`, { headers: { 'if-none-match': meta.version } })).status).toBe(304)
    const changed = await patch(id, rename, { 'if-match': meta.version })
    expect(changed).toMatchObject({ status: 200, body: { displayName: 'Grace Murray' } })
    expect(changed.headers['etag']).not.toBe(meta.version)
    const old = { 'if-match': meta.version }
    for (const answer of [
      await patch(id, rename, old),
      await call('PUT', `/Users/${id}`, { body: changed.body, headers: old }),
      await call('DELETE', `/Users/${id}`, { headers: old }),
    ])
      expect(answer).toMatchObject({ status: 412, body: { status: '412' } })
    expect((await patch(id, rename, { 'if-match': '*' })).status).toBe(200)
    expect(await row(id)).toMatchObject({ active: true })
  })

  test('loses none of two changes that it makes at once', async () => {
    const { id } = await provisioned()
    const roles = ['owner', 'approver', 'auditor']
    const answers = await Promise.all(roles.map((value) => patch(id, [{ op: 'add', path: 'roles', value: [{ value }] }])))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect((await row(id)).roles.toSorted()).toEqual(roles.toSorted())
  })

  test('does not give one person the address of another', async () => {
    const [one, other] = [await provisioned(), await provisioned()]
    expect(await patch(one.id, [{ op: 'replace', path: 'userName', value: other.userName }])).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } })
    expect(await patch(one.id, [{ op: 'replace', path: 'userName', value: 'New.Name@example.test' }])).toMatchObject({
      body: { userName: 'new.name@example.test' },
    })
  })

  test.each([
    ['without a token', { authorization: '' }, 401],
    ['with an unknown token', { authorization: 'Bearer tnr_nothing' }, 401],
  ])('%s reads and changes nobody', async (_, headers, status) => {
    const { id } = await provisioned()
    for (const [method, path] of [
      ['GET', '/Users'],
      ['GET', `/Users/${id}`],
      ['POST', '/Users'],
      ['PUT', `/Users/${id}`],
      ['PATCH', `/Users/${id}`],
      ['DELETE', `/Users/${id}`],
    ] as const)
      expect(await call(method, path, { headers }), `${method} ${path}`).toMatchObject({
        status,
        body: { status: String(status) },
        headers: { 'www-authenticate': expect.stringContaining('Bearer') },
      })
    expect(await row(id)).toMatchObject({ active: true })
  })

  test('does not come in with the token of a system', async () => {
    const system = await aSystem(db, { kind: 'custom' })
    const { token: pushes } = await createApiToken(asAdmin, { name: 'shop exporter', systemId: system.id, days: 1 })
    expect(await call('GET', '/Users', { headers: { authorization: `Bearer ${pushes}` } })).toMatchObject({ status: 403, body: { status: '403' } })
  })
})
