import { expect, test } from 'vitest'
import { contextFor, someone, testData } from '#lib/testing/contexts.ts'
import { aPerson } from '#lib/testing/factories.ts'
import { listPeople } from './queries.ts'

const data = await testData()
const as = (...roles: Parameters<typeof someone>) => contextFor(data, someone(...roles))
const grace = await aPerson(data.db, { name: 'Grace Hopper', roles: ['approver', 'owner'], email: 'grace@example.test' })
const ada = await aPerson(data.db, { name: 'Ada Byron' })
await aPerson(data.db, { name: 'Left Long Ago', active: false })

test('whoever has a role can choose among the people who are active, by name', async () => {
  const people = await listPeople(as('owner'), {})
  expect(people.map(({ name }) => name)).toEqual(['Ada Byron', 'Grace Hopper'])
  expect(people[1]).toEqual({ id: grace.id, name: 'Grace Hopper', email: 'grace@example.test', roles: ['approver', 'owner'] })
})

test('people are found by a part of their name or address', async () => {
  expect(await listPeople(as('admin'), { q: 'BYRON' })).toMatchObject([{ id: ada.id }])
  expect(await listPeople(as('admin'), { q: 'grace@' })).toMatchObject([{ id: grace.id }])
  expect(await listPeople(as('admin'), { q: 'left' })).toEqual([])
})

test('somebody without a role does not choose', async () => {
  await expect(listPeople(as(), {})).rejects.toMatchObject({ code: 'forbidden' })
})
