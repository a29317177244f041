import { beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '#lib/core/actor.ts'
import { DAY, shift } from '#lib/core/time.ts'
import { showInbox } from '#lib/notifications/queries.ts'
import { openSession } from '#lib/people/sessions.ts'
import { actorOf, contextFor, NOW, someone, testData, worker } from '#lib/testing/contexts.ts'
import { anIdentity, aPerson, aSystem, aTeam } from '#lib/testing/factories.ts'
import { assignOwner } from '../assign-owner.ts'
import { acceptSuccession } from './accept-succession.ts'
import { declineSuccession } from './decline-succession.ts'
import { lapseSuccession } from './lapse-succession.ts'
import { markLeft } from './mark-left.ts'
import { markReturned } from './mark-returned.ts'
import { nominate } from './nominate.ts'
import { listLeavers, listSuccessions, listWaitingItems } from './queries.ts'
import { listOverdueItems } from './store.ts'

const data = await testData()
const { db } = data
const as = (actor: Actor, now = NOW) => contextFor(data, actor, now)
const reason = 'She takes another job on Friday'
const edda = await aPerson(db, { name: 'Edda Engineer', roles: ['admin'] })
const admin = actorOf(edda)
const gone = await aPerson(db, { active: false })
const entriesOf = (entityId: string) => db.auditEntry.findMany({ where: { entityId }, orderBy: { at: 'asc' } })
const itemOf = (identityId: string) => db.successionItem.findFirstOrThrow({ where: { identityId }, orderBy: { successionId: 'desc' } })
const ownerOf = async (id: string) => (await db.identity.findUniqueOrThrow({ where: { id } })).ownerId

type Person = Awaited<ReturnType<typeof aPerson>>
let ada: Person
let grace: Person
let linus: Person
let identity: Awaited<ReturnType<typeof anIdentity>>
let other: Awaited<ReturnType<typeof anIdentity>>
beforeEach(async () => {
  ada = await aPerson(db, { name: 'Ada Byron' })
  grace = await aPerson(db, { name: 'Grace Hopper' })
  linus = await aPerson(db, { name: 'Linus Root' })
  identity = await anIdentity(db, { ownerId: ada.id, backupIds: [grace.id, linus.id] })
  other = await anIdentity(db, { ownerId: ada.id, backupIds: [grace.id] })
})
const leave = () => markLeft(as(admin), { id: ada.id, reason })

describe('markLeft', () => {
  test('ends their sessions, opens a succession with a deadline, and leaves an audit entry for each of the two', async () => {
    await openSession(db, ada.id, 'a token of hers', NOW)
    const { successionId, identities } = await leave()
    expect(identities).toBe(2)
    expect(await db.user.findUniqueOrThrow({ where: { id: ada.id } })).toMatchObject({ active: false, leftAt: NOW })
    expect(await db.session.count({ where: { userId: ada.id } })).toBe(0)
    expect(await db.succession.findUniqueOrThrow({ where: { id: String(successionId) } })).toMatchObject({ deadlineAt: shift(NOW, 14 * DAY), closedAt: null })
    expect((await entriesOf(ada.id)).filter(({ action }) => action === 'ownership.markLeft')).toHaveLength(1)
    expect(await entriesOf(String(successionId))).toMatchObject([{ action: 'ownership.markLeft', reason, after: { identities: 2 } }])
    expect(await leave()).toEqual({ id: ada.id, successionId: null, identities: 0 })
    expect((await entriesOf(ada.id)).filter(({ action }) => action === 'ownership.markLeft')).toHaveLength(1)
  })

  test('asks the first active backup, else the lead of the team, else the owner of the system, else the lead of its team, else nobody', async () => {
    const led = await aTeam(db, [linus])
    const leaderless = await aTeam(db, [gone])
    const fallen = await aSystem(db, { teamId: led.id })
    const owned = await aSystem(db, { ownerId: linus.id, teamId: led.id })
    const cases: [object, string | null, string][] = [
      [{ backupIds: [gone.id, linus.id, grace.id] }, linus.id, 'backup of the owner'],
      [{ teamId: led.id }, linus.id, `lead of its team ${led.name}`],
      [{ teamId: leaderless.id, systemId: owned.id }, linus.id, `owner of the system ${owned.name}`],
      [{ backupIds: [gone.id], systemId: fallen.id }, linus.id, `lead of the team of ${fallen.name}`],
      [{}, null, 'nobody is left to ask: an admin decides'],
      [{ sponsorId: grace.id }, null, 'nobody is left to ask: an admin decides'],
    ]
    const theirs = await Promise.all(cases.map(([given]) => anIdentity(db, { ownerId: ada.id, ...given })))
    await anIdentity(db, { ownerId: ada.id, vanishedAt: NOW, backupIds: [grace.id] })
    expect(await leave()).toMatchObject({ identities: cases.length + 2 })
    for (const [index, [, nomineeId, because]] of cases.entries()) expect(await itemOf(theirs[index]?.id ?? '')).toMatchObject({ nomineeId, because })
  })

  test('of somebody who was to take over from another, asks the next', async () => {
    const backup = await aPerson(db)
    const asked = await anIdentity(db, { ownerId: ada.id, backupIds: [backup.id, linus.id] })
    await leave()
    expect(await itemOf(asked.id)).toMatchObject({ nomineeId: backup.id })
    await markLeft(as(admin), { id: backup.id, reason })
    expect(await itemOf(asked.id)).toMatchObject({ nomineeId: linus.id, state: 'open' })
  })

  test('without anything of theirs, opens nothing', async () => {
    const bare = await aPerson(db)
    expect(await markLeft(as(admin), { id: bare.id, reason, days: 1 })).toEqual({ id: bare.id, successionId: null, identities: 0 })
    expect((await listLeavers(as(admin), {})).find(({ id }) => id === bare.id)).toMatchObject({ leftAt: NOW, owned: 0 })
  })

  test('is refused to everybody but admins and tokens with the scope, and of oneself', async () => {
    for (const role of ['owner', 'approver', 'ciso', 'auditor'] as const)
      await expect(markLeft(as(someone(role)), { id: ada.id, reason })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(markLeft(as(admin), { id: edda.id, reason })).rejects.toMatchObject({ code: 'forbidden' })
    const scim: Actor = { kind: 'token', tokenId: 'tok_1', name: 'SCIM', scopes: ['ownership.markLeft'], systemId: null }
    await expect(markLeft(as({ ...scim, scopes: [] }), { id: ada.id, reason })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await markLeft(as(scim), { id: ada.id, reason })).toMatchObject({ identities: 2 })
  })

  test.each([{ days: 0 }, { days: 91 }, { days: 1.5 }, { reason: 'gone' }, { id: 'ada' }])('names what is wrong with %j', async (wrong) => {
    await expect(markLeft(as(admin), { id: ada.id, reason, ...wrong })).rejects.toMatchObject({
      code: 'invalid',
      fields: { [Object.keys(wrong)[0] ?? '']: expect.any(String) },
    })
  })

  test('twice at the same time opens one succession', async () => {
    await Promise.all([leave(), leave()])
    expect(await db.succession.count({ where: { personId: ada.id } })).toBe(1)
  })

  test('while something is handed over asks nothing about what has a new owner', async () => {
    await Promise.all([leave(), assignOwner(as(admin), { ids: [identity.id, other.id], reason, ownerId: linus.id })])
    expect(await db.successionItem.count({ where: { identityId: { in: [identity.id, other.id] }, state: { in: ['open', 'declined'] } } })).toBe(0)
  })
})

describe('acceptSuccession', () => {
  test('makes the nominee the owner of all that they name, with an audit entry for each, and the last one closes it', async () => {
    const { successionId } = await leave()
    const ids = [identity.id, other.id]
    expect(await listWaitingItems(as(actorOf(grace)), {})).toMatchObject({ total: 2, rows: [{ personName: 'Ada Byron', state: 'open' }, {}] })
    expect((await showInbox(as(actorOf(grace)), {})).successions).toMatchObject([{ personName: 'Ada Byron', identities: 2 }])
    await acceptSuccession(as(actorOf(grace)), { ids, reason })
    for (const id of ids) {
      expect(await ownerOf(id)).toBe(grace.id)
      expect(await entriesOf(id)).toMatchObject([{ action: 'ownership.acceptSuccession', reason }])
    }
    expect(await itemOf(identity.id)).toMatchObject({ state: 'accepted', answeredBy: `user:${grace.id}` })
    expect((await db.succession.findUniqueOrThrow({ where: { id: String(successionId) } })).closedAt).toEqual(NOW)
    expect((await db.identity.findUniqueOrThrow({ where: { id: identity.id } })).backupIds).toEqual([linus.id])
    expect(await db.outbox.count({ where: { job: 'findings.derive', data: { path: ['identityIds'], string_contains: identity.id } } })).toBe(2)
    await expect(acceptSuccession(as(actorOf(grace)), { ids, reason })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('is refused to whoever is not asked, all or nothing', async () => {
    await leave()
    const theirs = await anIdentity(db)
    for (const ids of [[identity.id], [theirs.id]])
      await expect(acceptSuccession(as(actorOf(linus)), { ids, reason })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(acceptSuccession(as(actorOf(grace)), { ids: [identity.id, theirs.id], reason })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(acceptSuccession(as(someone('auditor')), { ids: [identity.id], reason })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(acceptSuccession(as(actorOf(grace)), { ids: [], reason: '' })).rejects.toMatchObject({
      fields: { ids: expect.any(String), reason: expect.any(String) },
    })
    expect(await ownerOf(identity.id)).toBe(ada.id)
  })

  test('of the nominee and the admin who names another at the same time, one decides', async () => {
    await leave()
    const answers = await Promise.allSettled([
      acceptSuccession(as(actorOf(grace)), { ids: [identity.id], reason }),
      nominate(as(admin), { ids: [identity.id], nomineeId: linus.id, reason }),
    ])
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const { state, nomineeId } = await itemOf(identity.id)
    expect([state, nomineeId, await ownerOf(identity.id)]).toEqual(state === 'accepted' ? ['accepted', grace.id, grace.id] : ['open', linus.id, ada.id])
  })

  test('of two admins who take what nobody is asked about, one wins', async () => {
    const nobodys = await anIdentity(db, { ownerId: ada.id })
    await leave()
    const second = actorOf(await aPerson(db, { roles: ['admin'] }))
    const answers = await Promise.allSettled([admin, second].map((actor) => acceptSuccession(as(actor), { ids: [nobodys.id], reason })))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } })
  })
})

describe('declineSuccession and nominate', () => {
  test('a no goes to the admins, who ask another', async () => {
    await leave()
    const waiting = async (actor: Actor) =>
      (await listWaitingItems(as(actor), {})).rows.filter(({ personName }) => personName === 'Ada Byron').map(({ identityId }) => identityId)
    await declineSuccession(as(actorOf(grace)), { ids: [identity.id], reason: 'I never heard of it' })
    expect(await itemOf(identity.id)).toMatchObject({ state: 'declined' })
    expect(await waiting(actorOf(grace))).not.toContain(identity.id)
    expect(await waiting(admin)).toContain(identity.id)
    await nominate(as(admin), { ids: [identity.id], nomineeId: linus.id, reason })
    expect(await itemOf(identity.id)).toMatchObject({ state: 'open', nomineeId: linus.id, because: 'named by an admin', answeredBy: null })
    expect(await waiting(actorOf(linus))).toContain(identity.id)
    const { successionId } = await itemOf(identity.id)
    expect(await entriesOf(`${successionId}/${identity.id}`)).toMatchObject([{ action: 'ownership.declineSuccession' }, { action: 'ownership.nominate' }])
  })

  test('are refused to everybody else, twice, and with a nominee who left', async () => {
    await leave()
    const ids = [identity.id]
    await expect(declineSuccession(as(actorOf(linus)), { ids, reason })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(declineSuccession(as(actorOf(grace)), { ids, reason: 'no' })).rejects.toMatchObject({ fields: { reason: expect.any(String) } })
    await expect(nominate(as(actorOf(grace)), { ids, nomineeId: linus.id, reason })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(nominate(as(admin), { ids, nomineeId: gone.id, reason })).rejects.toMatchObject({ fields: { nomineeId: expect.any(String) } })
    const answers = await Promise.allSettled([1, 2].map(() => declineSuccession(as(actorOf(grace)), { ids, reason })))
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } })
  })

  test('another owner by an admin ends the question', async () => {
    await leave()
    await assignOwner(as(admin), { ids: [identity.id, other.id], reason, ownerId: linus.id })
    expect(await itemOf(identity.id)).toMatchObject({ state: 'reassigned' })
    expect((await listSuccessions(as(admin), {})).find(({ person }) => person.id === ada.id)).toMatchObject({
      identities: 2,
      accepted: 2,
      open: 0,
      closedAt: NOW,
    })
  })
})

describe('markReturned', () => {
  test('gives back what nobody took over, and lets them in again', async () => {
    await leave()
    await acceptSuccession(as(actorOf(grace)), { ids: [other.id], reason })
    expect(await markReturned(as(admin), { id: ada.id, reason: 'She is back after all' })).toEqual({ id: ada.id, kept: 1 })
    expect(await db.user.findUniqueOrThrow({ where: { id: ada.id } })).toMatchObject({ active: true, leftAt: null })
    expect([await ownerOf(identity.id), await ownerOf(other.id)]).toEqual([ada.id, grace.id])
    expect(await itemOf(identity.id)).toMatchObject({ state: 'returned' })
    expect((await listSuccessions(as(admin), {})).find(({ person }) => person.id === ada.id)?.closedAt).toEqual(NOW)
    expect(await markReturned(as(admin), { id: ada.id, reason: 'She is back after all' })).toEqual({ id: ada.id, kept: 0 })
    expect((await entriesOf(ada.id)).filter(({ action }) => action === 'ownership.markReturned')).toHaveLength(1)
    await expect(markReturned(as(someone('ciso')), { id: ada.id, reason })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(markReturned(as(admin), { id: ada.id, reason: '' })).rejects.toMatchObject({ fields: { reason: expect.any(String) } })
  })
})

describe('lapseSuccession', () => {
  const late = shift(NOW, 14 * DAY)
  const job = (now: Date) => as(worker('ownership.lapseSuccession'), now)

  test('after the deadline, and not before, what is left is due, the declined with it; recorded, it is closed', async () => {
    const { successionId: id } = await leave()
    await declineSuccession(as(actorOf(grace)), { ids: [other.id], reason })
    const due = async (now: Date) => (await listOverdueItems(db, now, 500)).filter((item) => item.successionId === id).map(({ identityId }) => identityId)
    expect(await due(shift(late, -1))).toEqual([])
    expect(await due(late)).toEqual([identity.id, other.id].toSorted())
    const identityIds = [identity.id, other.id]
    await expect(lapseSuccession(job(shift(late, -1)), { id, identityIds })).rejects.toMatchObject({ code: 'conflict' })
    expect(await lapseSuccession(job(late), { id, identityIds })).toEqual({ lapsed: 2 })
    expect(await lapseSuccession(job(late), { id, identityIds })).toEqual({ lapsed: 0 })
    expect(await itemOf(other.id)).toMatchObject({ state: 'quarantined' })
    expect(await entriesOf(`${id}/${identity.id}`)).toHaveLength(1)
    expect(await due(late)).toEqual([])
    expect((await db.succession.findUniqueOrThrow({ where: { id: String(id) } })).closedAt).toEqual(late)
    await expect(lapseSuccession(as(admin, late), { id, identityIds })).rejects.toMatchObject({ code: 'forbidden' })
  })
})
