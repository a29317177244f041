import { beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '#lib/core/actor.ts'
import { UserId } from '#lib/core/ids.ts'
import { DAY, MINUTE, shift } from '#lib/core/time.ts'
import { showIdentity } from '#lib/inventory/queries.ts'
import { actorOf, contextFor, NOW, someone, testData } from '#lib/testing/contexts.ts'
import { anIdentity, aPerson, aSystem, aTeam } from '#lib/testing/factories.ts'
import { assignOwner } from './assign-owner.ts'
import { declarePurpose } from './declare-purpose.ts'
import { governIdentity } from './govern-identity.ts'
import { setBackups } from './set-backups.ts'
import { setEnvironment } from './set-environment.ts'
import { setExpiry } from './set-expiry.ts'
import { setSponsor } from './set-sponsor.ts'
import { setTeam } from './set-team.ts'
import { takeBack } from './take-back.ts'

const data = await testData()
const { db } = data
const as = (actor: Actor, now = NOW) => contextFor(data, actor, now)
const reason = 'Agreed in the quarterly review'
const days = (count: number) => shift(NOW, count * DAY)
const ENTRIES = { entity: 'identity', action: { startsWith: 'ownership.' } }

const admin = someone('admin')
const system = await aSystem(db)
const ada = await aPerson(db, { name: 'Ada Byron' })
const grace = await aPerson(db, { name: 'Grace Hopper' })
const left = await aPerson(db, { active: false })
const linus = await aPerson(db, { name: 'Linus Root' })
const team = await aTeam(db, [linus])
const NOTHING = { purpose: null, environment: null, expiresAt: null, backupIds: [], teamId: null, sponsorId: null }
const adas = (given = {}) => anIdentity(db, { systemId: system.id, ownerId: ada.id, ...given })
const entriesOf = (id: string) => db.auditEntry.findMany({ where: { ...ENTRIES, entityId: id }, orderBy: { at: 'asc' } })
const rowOf = (id: string) => db.identity.findUniqueOrThrow({ where: { id } })
const revisionOf = async (id: string) => (await showIdentity(as(admin), { id })).identity.revision

let identity: Awaited<ReturnType<typeof anIdentity>>
beforeEach(async () => {
  identity = await adas()
})

type Values = Record<string, unknown>

/** Each verb with values that it sets, what of the row they become, and values that are refused with the field that is named. */
const VERBS: { name: string; verb: typeof assignOwner; values: Values; row: Values; bad: Values[]; field: string }[] = [
  {
    name: 'assignOwner',
    verb: assignOwner,
    values: { ownerId: grace.id },
    row: { ownerId: grace.id },
    bad: [{ ownerId: 'usr_nobody' }, { ownerId: '' }],
    field: 'ownerId',
  },
  {
    name: 'declarePurpose',
    verb: declarePurpose,
    values: { purpose: '  Nightly payroll export ' },
    row: { purpose: 'Nightly payroll export' },
    bad: [{ purpose: 'too short' }, { purpose: '            x' }, { purpose: 'x'.repeat(501) }, {}],
    field: 'purpose',
  },
  {
    name: 'setEnvironment',
    verb: setEnvironment,
    values: { environment: 'staging' },
    row: { environment: 'staging' },
    bad: [{ environment: 'moon' }, {}],
    field: 'environment',
  },
  {
    name: 'setExpiry',
    verb: setExpiry,
    values: { expiresAt: '2027-03-01' },
    row: { expiresAt: new Date('2027-03-01T00:00:00Z') },
    bad: [{ expiresAt: '' }, { expiresAt: 'soon' }, { expiresAt: NOW }, { expiresAt: days(401) }, {}],
    field: 'expiresAt',
  },
  {
    name: 'governIdentity',
    verb: governIdentity,
    values: { ownerId: grace.id, purpose: 'Nightly payroll export', environment: 'production', expiresAt: days(90) },
    row: { ownerId: grace.id, purpose: 'Nightly payroll export', environment: 'production', expiresAt: days(90) },
    bad: [{ ownerId: grace.id, purpose: 'Nightly payroll export', environment: 'production', expiresAt: days(500) }],
    field: 'expiresAt',
  },
  {
    name: 'setBackups',
    verb: setBackups,
    values: { backupIds: [linus.id, grace.id, linus.id] },
    row: { backupIds: [linus.id, grace.id] },
    bad: [{ backupIds: ['usr_nobody'] }, { backupIds: [left.id] }, { backupIds: [ada.id] }, { backupIds: Array.from({ length: 11 }, () => UserId.create()) }],
    field: 'backupIds',
  },
  {
    name: 'setTeam',
    verb: setTeam,
    values: { teamId: team.id },
    row: { teamId: team.id },
    bad: [{ teamId: 'tea_nobody' }, {}],
    field: 'teamId',
  },
  {
    name: 'setSponsor',
    verb: setSponsor,
    values: { sponsorId: grace.id },
    row: { sponsorId: grace.id },
    bad: [{ sponsorId: 'usr_nobody' }, { sponsorId: ada.id }, { sponsorId: left.id }, {}],
    field: 'sponsorId',
  },
]

describe.each(VERBS)('$name', ({ name, verb, values, row, bad, field }) => {
  test('works for the owner, returns what was before, and leaves one audit entry with the reason', async () => {
    const { changed, unchanged } = await verb(as(actorOf(ada)), { ids: identity.id, revision: await revisionOf(identity.id), reason, ...values })
    expect(changed).toEqual([
      {
        id: identity.id,
        name: identity.name,
        previous: { ...NOTHING, ownerId: ada.id },
        revision: await revisionOf(identity.id),
      },
    ])
    expect(unchanged).toBe(0)
    expect(await rowOf(identity.id)).toMatchObject(row)
    expect(await entriesOf(identity.id)).toMatchObject([
      { action: `ownership.${name}`, actor: `user:${ada.id}`, actorName: 'Ada Byron', reason, after: JSON.parse(JSON.stringify(row)) },
    ])
  })

  test('an admin changes many at once: one audit entry for each that changes, none for the others', async () => {
    const orphan = await anIdentity(db, { systemId: system.id })
    const done = await adas(row)
    const { changed, unchanged } = await verb(as(admin), { ids: [identity.id, orphan.id, done.id, orphan.id], reason, ...values })
    expect(changed.map(({ id }) => id).toSorted()).toEqual([identity.id, orphan.id].toSorted())
    expect(unchanged).toBe(1)
    for (const { id } of [identity, orphan, done]) {
      expect(await entriesOf(id)).toHaveLength(id === done.id ? 0 : 1)
      expect(await rowOf(id)).toMatchObject(row)
    }
  })

  test.each(['auditor', 'ciso', 'approver'] as const)('is refused to the role %s', async (role) => {
    await expect(verb(as(someone(role)), { ids: [identity.id], reason, ...values })).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('is refused to an owner of something else, in the same words as for what does not exist, and all or nothing', async () => {
    const other = actorOf(grace)
    const mine = await anIdentity(db, { systemId: system.id, ownerId: grace.id, environment: 'sandbox' })
    const refusal = { code: 'forbidden', message: expect.stringMatching(/^Only its owner(, a backup, its team)? or an admin can change this identity$/) }
    await expect(verb(as(other), { ids: [identity.id], reason, ...values })).rejects.toMatchObject(refusal)
    await expect(verb(as(other), { ids: [`nhi_${'0'.repeat(26)}`], reason, ...values })).rejects.toMatchObject(refusal)
    await expect(verb(as(other), { ids: [mine.id, identity.id], reason, ...values })).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('1 of these 2'),
    })
    expect(await rowOf(mine.id)).toMatchObject({ environment: 'sandbox', purpose: null, expiresAt: null })
    expect(await entriesOf(mine.id)).toEqual([])
  })

  test('an admin is told what does not exist', async () => {
    await expect(verb(as(admin), { ids: [`nhi_${'0'.repeat(26)}`], reason, ...values })).rejects.toMatchObject({ code: 'not_found' })
  })

  test.each(bad)('refuses %j and names the field', async (wrong) => {
    await expect(verb(as(admin), { ids: [identity.id], reason, ...wrong })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(new RegExp(`^${field}`)),
    })
    expect(await entriesOf(identity.id)).toEqual([])
  })

  test('wants a reason, an identity, and no more than 500', async () => {
    await expect(verb(as(admin), { ids: [identity.id], reason: 'because', ...values })).rejects.toMatchObject({
      code: 'invalid',
      fields: { reason: 'Say in at least 10 characters why' },
    })
    await expect(verb(as(admin), { ids: [], reason, ...values })).rejects.toMatchObject({ code: 'invalid', fields: { ids: 'Choose at least one identity' } })
    await expect(verb(as(admin), { ids: Array(501).fill(identity.id), reason, ...values })).rejects.toMatchObject({
      code: 'invalid',
      fields: { ids: 'At most 500 identities at once' },
    })
  })

  test('is a conflict for what is gone from its system, or was changed since the form was loaded', async () => {
    const gone = await adas({ vanishedAt: days(-1) })
    await expect(verb(as(admin), { ids: [gone.id], reason, ...values })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('gone from its system'),
    })
    const revision = await revisionOf(identity.id)
    await db.identity.update({ where: { id: identity.id }, data: { lastSeenAt: days(1), purpose: 'Somebody else wrote this' } })
    await expect(verb(as(actorOf(ada)), { ids: [identity.id], revision, reason, ...values })).rejects.toMatchObject({
      code: 'conflict',
      message: `${identity.name} was changed meanwhile: reload, and make your change again`,
    })
    await expect(verb(as(admin), { ids: [identity.id], revisions: { [identity.id]: revision }, reason, ...values })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('a discovery between loading and sending is no conflict', async () => {
    const revision = await revisionOf(identity.id)
    await db.identity.update({ where: { id: identity.id }, data: { lastSeenAt: days(1), lastUsedAt: days(0), lastUseKnown: 'logs' } })
    await expect(verb(as(admin), { ids: [identity.id], revision, reason, ...values })).resolves.toMatchObject({ unchanged: 0 })
  })

  test('of two at the same time from the same form one loses', async () => {
    const revision = await revisionOf(identity.id)
    const input = { ids: [identity.id], revision, reason, ...values }
    const answers = await Promise.allSettled([verb(as(admin), input), verb(as(admin), input)])
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } })
    expect(await entriesOf(identity.id)).toHaveLength(1)
  })
})

test('an identity is governed once all four are declared', async () => {
  for (const { verb, values } of VERBS.slice(0, 4)) {
    expect((await rowOf(identity.id)).governed).toBe(false)
    await verb(as(admin), { ids: [identity.id], reason, ...values })
  }
  expect((await rowOf(identity.id)).governed).toBe(true)
})

describe('handing over', () => {
  test('nobody becomes owner who is not active here', async () => {
    for (const ownerId of [left.id, `usr_${'0'.repeat(26)}`]) {
      await expect(assignOwner(as(admin), { ids: [identity.id], reason, ownerId })).rejects.toMatchObject({
        code: 'invalid',
        fields: { ownerId: 'Choose an owner who is active here' },
      })
    }
  })

  test('whoever handed over has no more say', async () => {
    await assignOwner(as(actorOf(ada)), { ids: [identity.id], reason, ownerId: grace.id })
    await expect(declarePurpose(as(actorOf(ada)), { ids: [identity.id], reason, purpose: 'Nightly payroll export' })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  test('two bulk changes of the same identities in another order do not block each other', async () => {
    const ids = (await Promise.all(Array.from({ length: 20 }, () => adas()))).map(({ id }) => id)
    await Promise.all([
      assignOwner(as(admin), { ids, reason, ownerId: grace.id }),
      setExpiry(as(admin), { ids: ids.toReversed(), reason, expiresAt: days(30) }),
      setEnvironment(as(admin), { ids, reason, environment: 'sandbox' }),
    ])
    expect(await db.identity.count({ where: { id: { in: ids }, ownerId: grace.id, expiresAt: days(30), environment: 'sandbox' } })).toBe(20)
  })
})

describe('takeBack', () => {
  const later = shift(NOW, MINUTE)

  test('a bulk change goes back to what each identity had, nobody and nothing included, with an audit entry for each', async () => {
    const orphan = await anIdentity(db, { systemId: system.id, expiresAt: days(-3) })
    const ids = [identity.id, orphan.id]
    await governIdentity(as(admin), { ids, reason, ownerId: grace.id, purpose: 'Nightly payroll export', environment: 'production', expiresAt: days(90) })
    const { changed } = await takeBack(as(admin, later), { ids })
    expect(changed).toHaveLength(2)
    expect(await rowOf(identity.id)).toMatchObject({ ownerId: ada.id, purpose: null, environment: null, expiresAt: null })
    expect(await rowOf(orphan.id)).toMatchObject({ ownerId: null, purpose: null, environment: null, expiresAt: days(-3) })
    for (const id of ids) expect((await entriesOf(id)).map(({ action }) => action)).toEqual(['ownership.governIdentity', 'ownership.takeBack'])
  })

  test('whoever handed over takes it back, although it is no longer theirs', async () => {
    await assignOwner(as(actorOf(ada)), { ids: [identity.id], reason, ownerId: grace.id })
    await takeBack(as(actorOf(ada), later), { ids: identity.id })
    expect((await rowOf(identity.id)).ownerId).toBe(ada.id)
  })

  const nothing = { code: 'conflict', message: expect.stringContaining('nothing of yours') }

  test('only once, only in time, only by who did it, and only what is there', async () => {
    await setExpiry(as(actorOf(ada)), { ids: [identity.id], reason, expiresAt: days(30) })
    await expect(takeBack(as(admin, later), { ids: [identity.id] })).rejects.toMatchObject(nothing)
    await expect(takeBack(as(actorOf(ada), shift(NOW, 11 * MINUTE)), { ids: [identity.id] })).rejects.toMatchObject(nothing)
    await expect(takeBack(as(actorOf(ada), later), { ids: [`nhi_${'0'.repeat(26)}`] })).rejects.toMatchObject(nothing)
    await takeBack(as(actorOf(ada), later), { ids: [identity.id] })
    await expect(takeBack(as(actorOf(ada), shift(later, MINUTE)), { ids: [identity.id] })).rejects.toMatchObject(nothing)
    expect((await rowOf(identity.id)).expiresAt).toBeNull()
  })

  test('not over what somebody changed since', async () => {
    await setExpiry(as(actorOf(ada)), { ids: [identity.id], reason, expiresAt: days(30) })
    await setEnvironment(as(admin, later), { ids: [identity.id], reason, environment: 'sandbox' })
    await expect(takeBack(as(actorOf(ada), shift(later, MINUTE)), { ids: [identity.id] })).rejects.toMatchObject(nothing)
    await db.identity.update({ where: { id: identity.id }, data: { environment: null } })
    await expect(takeBack(as(admin, shift(later, MINUTE)), { ids: [identity.id] })).rejects.toMatchObject(nothing)
  })

  test('not to an owner who left meanwhile', async () => {
    const leaving = await aPerson(db)
    const theirs = await anIdentity(db, { systemId: system.id, ownerId: leaving.id })
    await assignOwner(as(admin), { ids: [theirs.id], reason, ownerId: grace.id })
    await db.user.update({ where: { id: leaving.id }, data: { active: false } })
    await expect(takeBack(as(admin, later), { ids: [theirs.id] })).rejects.toMatchObject({ code: 'invalid', fields: { ownerId: expect.any(String) } })
  })

  test.each(['auditor', 'ciso', 'approver'] as const)('is refused to the role %s', async (role) => {
    await expect(takeBack(as(someone(role)), { ids: [identity.id] })).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('of two at the same time one loses', async () => {
    await setExpiry(as(actorOf(ada)), { ids: [identity.id], reason, expiresAt: days(30) })
    const answers = await Promise.allSettled([
      takeBack(as(actorOf(ada), later), { ids: [identity.id] }),
      takeBack(as(actorOf(ada), later), { ids: [identity.id] }),
    ])
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await entriesOf(identity.id)).toHaveLength(2)
  })
})
