import { expect, test } from 'vitest'
import { testData } from '#lib/testing/contexts.ts'
import { aPerson } from '#lib/testing/factories.ts'
import { authAdapter } from './auth-adapter.ts'

const { db } = await testData()
const adapter = authAdapter(db)
const newcomer = (email: string, given: object = {}) => ({ name: 'Ada Byron', email, emailVerified: null, roles: ['owner' as const], ...given })

test('whom a directory announced signs in as that person, with one audit entry', async () => {
  const announced = await aPerson(db, { email: 'ada@example.test', roles: [] })
  expect(await adapter.getUserByEmail?.('Ada@example.test')).toBeNull()
  expect(await adapter.createUser?.(newcomer('Ada@example.test'))).toMatchObject({ id: announced.id, roles: ['owner'] })
  expect(await db.auditEntry.findMany({ where: { entityId: announced.id } })).toMatchObject([
    { action: 'people.add', before: { roles: [] }, after: { roles: ['owner'] } },
  ])
})

test.each([
  ['who has left', { active: false }, {}],
  ['whose address the provider has not checked', {}, { addressChecked: false }],
])('somebody %s does not come in by the address', async (_, row, claims) => {
  const person = await aPerson(db, row)
  await expect(adapter.createUser?.(newcomer(person.email, claims))).rejects.toMatchObject({ code: 'forbidden' })
})

test('an address that has an account already is nobody else’s', async () => {
  const person = await aPerson(db)
  await db.account.create({ data: { provider: 'oidc', providerAccountId: 'sub-1', userId: person.id } })
  expect(await adapter.getUserByEmail?.(person.email)).toMatchObject({ id: person.id })
  await expect(adapter.createUser?.(newcomer(person.email))).rejects.toThrow()
})
