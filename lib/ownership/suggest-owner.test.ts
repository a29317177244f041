import { describe, expect, test } from 'vitest'
import { ExposureId } from '#lib/core/ids.ts'
import { actorOf, contextFor, NOW, someone, testData } from '#lib/testing/contexts.ts'
import { anIdentity, aPerson, aSystem } from '#lib/testing/factories.ts'
import { suggestOwner } from './queries.ts'
import { hintsOf, nameFamily, rankSuggestions } from './suggestion.rules.ts'

const data = await testData()
const { db } = data
const admin = contextFor(data, someone('admin'))
const ada = await aPerson(db, { name: 'Ada Byron', email: 'ada@example.test' })
const grace = await aPerson(db, { name: 'Grace Hopper', email: 'grace@example.test' })
const linus = await aPerson(db, { name: 'Linus Root', email: 'linus@example.test' })
await aPerson(db, { name: 'Gone Girl', email: 'gone@example.test', active: false })
const system = await aSystem(db, { name: 'Orders database', ownerId: linus.id })
const suggestedFor = async (given: object) => suggestOwner(admin, { id: (await anIdentity(db, { systemId: system.id, ...given })).id })

describe('an owner is suggested', () => {
  test('by a tag, with the tag as the reason', async () => {
    expect(await suggestedFor({ attributes: { tags: { Owner: 'Ada@example.test', team: 'payments' } } })).toEqual([
      { id: ada.id, name: 'Ada Byron', email: 'ada@example.test', reason: 'its tag Owner says Ada@example.test' },
      { id: linus.id, name: 'Linus Root', email: 'linus@example.test', reason: 'owns the system Orders database' },
    ])
  })

  test('by name, by the part before the @, by the end of an ARN, by an address in a comment', async () => {
    expect((await suggestedFor({ attributes: { tags: { maintainer: 'grace hopper' } } }))[0]).toMatchObject({ id: grace.id })
    expect((await suggestedFor({ attributes: { tags: { 'created-by': 'arn:aws:iam::1:user/ada', CreatedBy: 'ada' } } }))[0]).toMatchObject({ id: ada.id })
    expect((await suggestedFor({ attributes: { createdBy: 'arn:aws:iam::123456789012:user/ops/ada' } }))[0]).toMatchObject({
      id: ada.id,
      reason: expect.stringContaining('its createdBy says'),
    })
    expect((await suggestedFor({ attributes: { comment: 'ask grace@example.test before you drop it' } }))[0]).toMatchObject({ id: grace.id })
  })

  test('by who used or consented to it, and by who committed its secret to a repository', async () => {
    expect((await suggestedFor({ details: { usedBy: ['somebody', 'grace@example.test'] } }))[0]).toMatchObject({
      id: grace.id,
      reason: 'its usedBy says grace@example.test',
    })
    const exposed = await anIdentity(db, { systemId: system.id, name: 'exposed' })
    await db.exposure.create({
      data: {
        id: ExposureId.create(),
        systemId: system.id,
        externalId: 'x1',
        rule: 'aws-key',
        title: 'A key',
        author: 'Ada <Ada@example.test>',
        source: 'github.com/acme/payroll',
        identityId: exposed.id,
        firstSeenAt: NOW,
      },
    })
    expect((await suggestOwner(admin, { id: exposed.id }))[0]).toMatchObject({ id: ada.id, reason: 'committed its secret to github.com/acme/payroll' })
  })

  test('by who owns others of the same name pattern on the same system', async () => {
    for (const name of ['payroll-import', 'payroll-mail']) await anIdentity(db, { systemId: system.id, name, ownerId: grace.id })
    await anIdentity(db, { systemId: system.id, name: 'payroll-orphan' })
    await anIdentity(db, { name: 'payroll-elsewhere', ownerId: ada.id })
    expect((await suggestedFor({ name: 'payroll-export' }))[0]).toEqual({
      id: grace.id,
      name: 'Grace Hopper',
      email: 'grace@example.test',
      reason: 'owns 2 of 3 others called payroll-… on Orders database',
    })
  })

  test('never somebody who left, and never the owner it has', async () => {
    expect(await suggestedFor({ attributes: { tags: { owner: 'gone@example.test' } }, ownerId: linus.id })).toEqual([])
  })

  test('not for an identity that is not yours', async () => {
    const { id } = await anIdentity(db, { systemId: system.id })
    await expect(suggestOwner(contextFor(data, actorOf(ada)), { id })).rejects.toMatchObject({ code: 'not_found' })
  })
})

test('an attribute that says nothing about people is no hint', () => {
  expect(hintsOf({ oid: '16384', kind: 'login', superuser: false, groups: ['ada'], tags: { cost: 'ada' } })).toEqual([])
})

test.each([
  ['payroll-export', 'payroll-'],
  ['svc_orders_rw', 'svc_orders_'],
  ['a-b', null],
  ['deploy', null],
  ['deploy-', null],
])('the family of %s is %s', (name, family) => {
  expect(nameFamily(name)).toBe(family)
})

test('reasons of one person stand together, the strongest first, and three people are enough', () => {
  const person = (id: string, weight: number, reason: string) => ({ id, name: id, email: `${id}@example.test`, weight, reason })
  expect(
    rankSuggestions([
      person('a', 30, 'low'),
      person('b', 90, 'high'),
      person('a', 60, 'better'),
      person('c', 40, 'x'),
      person('d', 10, 'y'),
      person('a', 60, 'better'),
    ]),
  ).toEqual([
    { id: 'b', name: 'b', email: 'b@example.test', reason: 'high' },
    { id: 'a', name: 'a', email: 'a@example.test', reason: 'better; low' },
    { id: 'c', name: 'c', email: 'c@example.test', reason: 'x' },
  ])
})
