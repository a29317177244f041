import { beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '#lib/core/actor.ts'
import { UserId } from '#lib/core/ids.ts'
import { DAY, MINUTE, shift } from '#lib/core/time.ts'
import { actorOf, contextFor, NOW, someone, testData } from '#lib/testing/contexts.ts'
import { anIdentity, aPerson, aSystem, aTeam } from '#lib/testing/factories.ts'
import { assignOwner } from './assign-owner.ts'
import { assignSuggested } from './assign-suggested.ts'
import { declarePurpose } from './declare-purpose.ts'
import { listMatchingIds, previewAssignment, showStewards, suggestOwners } from './queries.ts'
import { setBackups } from './set-backups.ts'
import { setExpiry } from './set-expiry.ts'
import { setSponsor } from './set-sponsor.ts'
import { setTeam } from './set-team.ts'
import { takeBack } from './take-back.ts'
import { takeOver } from './take-over.ts'

const data = await testData()
const { db } = data
const as = (actor: Actor, now = NOW) => contextFor(data, actor, now)
const reason = 'Agreed in the quarterly review'
const admin = someone('admin')
const ada = await aPerson(db, { name: 'Ada Byron' })
const grace = await aPerson(db, { name: 'Grace Hopper' })
const linus = await aPerson(db, { name: 'Linus Root' })
const left = await aPerson(db, { name: 'Left Long Ago', active: false })
const payments = await aTeam(db, [linus])
const system = await aSystem(db, { name: 'Orders database', ownerId: linus.id })
const fallen = await aSystem(db, { name: 'Fallen to a team', teamId: payments.id })
const rowOf = (id: string) => db.identity.findUniqueOrThrow({ where: { id } })
const entriesOf = (id: string) => db.auditEntry.findMany({ where: { entityId: id }, orderBy: { at: 'asc' } })
const jobsFor = (id: string) => db.outbox.count({ where: { job: 'findings.derive', data: { path: ['identityIds'], string_contains: id } } })

let identity: Awaited<ReturnType<typeof anIdentity>>
beforeEach(async () => {
  identity = await anIdentity(db, { systemId: system.id, ownerId: ada.id })
})

describe('ten backups or one team', () => {
  test('each takes the place of the other, and taking back brings it back', async () => {
    const ids = [identity.id]
    await setBackups(as(admin), { ids, reason, backupIds: `${grace.id},${linus.id}` })
    await setTeam(as(admin), { ids, reason, teamId: payments.id })
    expect(await rowOf(identity.id)).toMatchObject({ backupIds: [], teamId: payments.id })
    await takeBack(as(admin, shift(NOW, MINUTE)), { ids })
    expect(await rowOf(identity.id)).toMatchObject({ backupIds: [grace.id, linus.id], teamId: null })
    await setTeam(as(admin, shift(NOW, 2 * MINUTE)), { ids, reason, teamId: payments.id })
    await setBackups(as(admin, shift(NOW, 3 * MINUTE)), { ids, reason, backupIds: [grace.id] })
    expect(await rowOf(identity.id)).toMatchObject({ backupIds: [grace.id], teamId: null })
    await setBackups(as(admin, shift(NOW, 4 * MINUTE)), { ids, reason, backupIds: [] })
    expect(await rowOf(identity.id)).toMatchObject({ backupIds: [], teamId: null })
    expect(await jobsFor(identity.id)).toBe(6)
  })

  test('a backup who becomes the owner is no backup any more, nor the sponsor', async () => {
    const ids = [identity.id]
    await setBackups(as(actorOf(ada)), { ids, reason, backupIds: [grace.id, linus.id] })
    await setSponsor(as(actorOf(ada)), { ids, reason, sponsorId: grace.id })
    await assignOwner(as(actorOf(ada)), { ids, reason, ownerId: grace.id })
    expect(await rowOf(identity.id)).toMatchObject({ ownerId: grace.id, backupIds: [linus.id], sponsorId: null })
    await takeBack(as(actorOf(ada), shift(NOW, MINUTE)), { ids })
    expect(await rowOf(identity.id)).toMatchObject({ ownerId: ada.id, backupIds: [grace.id, linus.id], sponsorId: grace.id })
  })

  test('a team that does not exist is not found', async () => {
    await expect(setTeam(as(admin), { ids: identity.id, reason, teamId: `tea_${'0'.repeat(26)}` })).rejects.toMatchObject({ code: 'not_found' })
  })

  test('taking back does not bring back a backup who left meanwhile', async () => {
    const leaving = await aPerson(db)
    await setBackups(as(admin), { ids: identity.id, reason, backupIds: [leaving.id] })
    await setBackups(as(admin, shift(NOW, MINUTE)), { ids: identity.id, reason, backupIds: [] })
    await db.user.update({ where: { id: leaving.id }, data: { active: false } })
    await expect(takeBack(as(admin, shift(NOW, 2 * MINUTE)), { ids: identity.id })).rejects.toMatchObject({ fields: { backupIds: expect.any(String) } })
  })

  // Around the application: the database itself refuses.
  test.each([
    ['eleven backups', { backupIds: Array.from({ length: 11 }, () => UserId.create()) }],
    ['backups beside a team', { backupIds: [grace.id], teamId: payments.id }],
    ['an owner who is their own backup', { backupIds: [ada.id] }],
  ])('the database refuses %s', async (_, values) => {
    await expect(db.identity.update({ where: { id: identity.id }, data: values })).rejects.toThrow('identity_backups')
  })
})

describe('whoever stands in for the owner', () => {
  test('a backup, and a member of its own team or its system’s, say what it is for, and change nothing else', async () => {
    const backedUp = await anIdentity(db, { systemId: system.id, ownerId: ada.id, backupIds: [linus.id] })
    const ofTeam = await anIdentity(db, { systemId: system.id, ownerId: ada.id, teamId: payments.id })
    const ofSystem = await anIdentity(db, { systemId: fallen.id, ownerId: ada.id })
    const ids = [backedUp.id, ofTeam.id, ofSystem.id]
    await declarePurpose(as(actorOf(linus)), { ids, reason, purpose: 'Nightly payroll export' })
    await setExpiry(as(actorOf(linus)), { ids, reason, expiresAt: shift(NOW, DAY) })
    for (const id of ids) {
      await expect(assignOwner(as(actorOf(linus)), { ids: [id], reason, ownerId: linus.id })).rejects.toMatchObject({ code: 'forbidden' })
      await expect(setBackups(as(actorOf(linus)), { ids: [id], reason, backupIds: [] })).rejects.toMatchObject({ code: 'forbidden' })
    }
  })

  test('a sponsor sees it and edits nothing', async () => {
    await setSponsor(as(admin), { ids: identity.id, reason, sponsorId: grace.id })
    expect(await showStewards(as(actorOf(grace)), { id: identity.id })).toMatchObject({
      sponsor: { id: grace.id },
      may: { steward: false, declare: false, takeOver: false, disable: true },
    })
    await expect(declarePurpose(as(actorOf(grace)), { ids: identity.id, reason, purpose: 'Nightly payroll export' })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})

describe('takeOver', () => {
  const orphan = (given = {}) => anIdentity(db, { systemId: system.id, ownerId: left.id, backupIds: [grace.id, linus.id], ...given })

  test('makes a backup the owner once the owner is gone, and leaves one audit entry', async () => {
    const { id } = await orphan()
    await takeOver(as(actorOf(grace)), { ids: [id], reason })
    expect(await rowOf(id)).toMatchObject({ ownerId: grace.id, backupIds: [linus.id] })
    expect(await entriesOf(id)).toMatchObject([{ action: 'ownership.takeOver', reason, before: { ownerId: left.id }, after: { ownerId: grace.id } }])
  })

  test('is a conflict while the owner is active, and refused to anybody else', async () => {
    const owned = await orphan({ ownerId: ada.id })
    await expect(takeOver(as(actorOf(grace)), { ids: [owned.id], reason })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('active'),
    })
    const { id } = await orphan({ backupIds: [linus.id], sponsorId: grace.id })
    await expect(takeOver(as(actorOf(grace)), { ids: [id], reason })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(takeOver(as(admin), { ids: [id], reason })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(takeOver(as(actorOf(linus)), { ids: [id], reason: 'why' })).rejects.toMatchObject({ fields: { reason: expect.any(String) } })
  })

  test('of two backups at the same time one wins', async () => {
    const { id } = await orphan()
    const answers = await Promise.allSettled([grace, linus].map((person) => takeOver(as(actorOf(person)), { ids: [id], reason })))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } })
  })
})

describe('orphans in bulk', () => {
  test('each gets the owner for whom the most speaks, the reason beside it; what has none stays, and taking back undoes it all', async () => {
    const other = await aSystem(db)
    const tagged = await anIdentity(db, { systemId: system.id, name: 'tagged', attributes: { owner: grace.email } })
    const bare = await anIdentity(db, { systemId: system.id, name: 'bare' })
    const without = await anIdentity(db, { systemId: other.id })
    const ids = [tagged.id, bare.id, without.id, identity.id]
    const suggested = await suggestOwners(as(admin), { ids })
    const bestFor = (id: string) => suggested.find(({ identity: orphan }) => orphan.id === id)?.name
    expect(ids.slice(0, 3).map(bestFor)).toEqual(['Grace Hopper', 'Linus Root', undefined])
    const { changed, unchanged } = await assignSuggested(as(admin), { ids })
    expect([changed.length, unchanged]).toEqual([2, 2])
    expect(await rowOf(tagged.id)).toMatchObject({ ownerId: grace.id })
    expect(await entriesOf(tagged.id)).toMatchObject([
      { action: 'ownership.assignSuggested', reason: 'Assigned as suggested', after: { ownerId: grace.id, because: `its owner says ${grace.email}` } },
    ])
    expect(await rowOf(identity.id)).toMatchObject({ ownerId: ada.id })
    await takeBack(as(admin, shift(NOW, MINUTE)), { ids: changed.map(({ id }) => id) })
    expect(await rowOf(tagged.id)).toMatchObject({ ownerId: null })
  })

  test('assigning as suggested is refused for what is not yours, and when it moved since the preview', async () => {
    const orphan = await anIdentity(db, { systemId: system.id })
    await expect(assignSuggested(as(actorOf(ada)), { ids: [orphan.id] })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(assignSuggested(as(someone('approver')), { ids: [orphan.id] })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(assignSuggested(as(admin), { ids: [orphan.id], revisions: { [orphan.id]: 'old' } })).rejects.toMatchObject({ code: 'conflict' })
    await expect(assignSuggested(as(admin), { ids: [] })).rejects.toMatchObject({ code: 'invalid', fields: { ids: expect.any(String) } })
    const answers = await Promise.all([assignSuggested(as(admin), { ids: [orphan.id] }), assignSuggested(as(admin), { ids: [orphan.id] })])
    expect(answers.map(({ changed }) => changed.length).toSorted((one, two) => one - two)).toEqual([0, 1])
  })

  test('a preview says how many, where, what becomes governed, and what is refused and why', async () => {
    const complete = { purpose: 'Nightly payroll export', environment: 'production', expiresAt: shift(NOW, DAY) }
    const soon = await anIdentity(db, { systemId: system.id, ...complete })
    const bare = await anIdentity(db, { systemId: fallen.id })
    const gone = await anIdentity(db, { systemId: system.id, name: 'gone-one', vanishedAt: NOW })
    const ids = [soon.id, bare.id, gone.id, identity.id, `nhi_${'0'.repeat(26)}`]
    expect(await previewAssignment(as(admin), { ids, ownerId: ada.id })).toEqual({
      ids: expect.arrayContaining([soon.id, bare.id, identity.id]),
      total: 5,
      assigned: 2,
      unchanged: 1,
      governed: 1,
      handedOver: 0,
      systems: [
        { name: 'Orders database', count: 2 },
        { name: 'Fallen to a team', count: 1 },
      ],
      refused: [
        { reason: 'gone from its system', count: 1, names: ['gone-one'] },
        { reason: 'not there, or not one that you see', count: 1, names: [] },
      ],
    })
    expect(await previewAssignment(as(actorOf(linus)), { ids: [bare.id, identity.id] })).toMatchObject({
      assigned: 0,
      refused: [{ reason: expect.stringContaining('not yours'), count: 1 }, { count: 1 }],
    })
  })

  test('all that match a filter are taken, up to five hundred', async () => {
    const many = await aSystem(db)
    await db.identity.createMany({
      data: Array.from({ length: 503 }, (_, n) => ({
        id: `nhi_${String(n).padStart(26, '0')}`,
        systemId: many.id,
        externalId: `m${n}`,
        name: `m${n}`,
        class: 'workload',
        classReason: 'x',
        firstSeenAt: NOW,
        lastSeenAt: NOW,
      })),
    })
    const { ids, more } = await listMatchingIds(as(admin), { system: many.id, owner: 'nobody' })
    expect([ids.length, new Set(ids).size, more]).toEqual([500, 500, true])
    const { changed } = await assignOwner(as(admin), { ids, reason, ownerId: ada.id })
    expect(changed).toHaveLength(500)
    expect(await listMatchingIds(as(admin), { system: many.id, owner: 'nobody' })).toMatchObject({ more: false, ids: expect.objectContaining({ length: 3 }) })
  })
})
