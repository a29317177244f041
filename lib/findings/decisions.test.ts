import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Context } from '#lib/command/context.ts'
import { DAY, shift } from '#lib/core/time.ts'
import { actorOf, contextFor, NOW, someone, testData, worker } from '#lib/testing/contexts.ts'
import { aFinding, anIdentity, aPerson } from '#lib/testing/factories.ts'
import { acceptFinding } from './accept-finding.ts'
import { deriveFindings } from './derive-findings.ts'
import { reopenFinding } from './reopen-finding.ts'
import { snoozeFinding } from './snooze-finding.ts'

const data = await testData()
const { db } = data
const until = shift(NOW, 20 * DAY)
const reason = 'Known, and planned for the next release'
type Person = Awaited<ReturnType<typeof aPerson>>
let ada: Person
let ciso: Person
let finding: string
let identityId: string
const as = (person: Person, now = NOW): Context => contextFor(data, actorOf(person), now)

beforeAll(async () => {
  ada = await aPerson(db, { name: 'Ada Byron' })
  ciso = await aPerson(db, { name: 'Cleo Chief', roles: ['ciso'] })
})
beforeEach(async () => {
  identityId = (await anIdentity(db, { ownerId: ada.id, name: 'payroll' })).id
  finding = (await aFinding(db, { identityId, rule: 'no_purpose' })).id
})

const row = () => db.finding.findUniqueOrThrow({ where: { id: finding } })
const entries = () => db.auditEntry.findMany({ where: { entityId: finding }, orderBy: { id: 'asc' } })

describe('accepting', () => {
  test('a risk is accepted until a day, and says by whom and why', async () => {
    await acceptFinding(as(ciso), { ids: finding, until, reason })
    expect(await row()).toMatchObject({ state: 'accepted', until, reason, decidedBy: `user:${ciso.id}` })
    expect(await entries()).toMatchObject([{ action: 'findings.accept', reason, before: { state: 'open' }, after: { state: 'accepted' } }])
  })

  test('an owner or an auditor accepts nothing', async () => {
    for (const actor of [actorOf(ada), someone('auditor'), someone('approver')])
      await expect(acceptFinding(contextFor(data, actor), { ids: finding, until, reason })).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('nobody accepts a risk of an identity that they answer for', async () => {
    const both = await aPerson(db, { roles: ['owner', 'admin'] })
    await db.identity.update({ where: { id: identityId }, data: { ownerId: both.id } })
    await expect(acceptFinding(as(both), { ids: finding, until, reason })).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('themselves'),
    })
    expect(await row()).toMatchObject({ state: 'open' })
  })

  test.each([
    ['no reason', { reason: 'because' }, 'reason'],
    ['an end that is past', { until: NOW }, 'until'],
    ['an end after more than a year', { until: shift(NOW, 365 * DAY + 1) }, 'until'],
    ['no finding', { ids: [] }, 'ids'],
  ])('with %s is refused, naming the field', async (_, given, field) => {
    await expect(acceptFinding(as(ciso), { ids: finding, until, reason, ...given })).rejects.toMatchObject({
      code: 'invalid',
      fields: { [field]: expect.any(String) },
    })
  })

  test('exactly a year is fine', async () => {
    await expect(acceptFinding(as(ciso), { ids: finding, until: shift(NOW, 365 * DAY), reason })).resolves.toEqual({ decided: 1 })
  })

  test('of two who accept at the same moment one is told, and all of a bulk are accepted or none', async () => {
    const other = (await aFinding(db)).id
    const both = await Promise.allSettled([
      acceptFinding(as(ciso), { ids: [finding, other], until, reason }),
      acceptFinding(as(ciso), { ids: [other, finding], until, reason }),
    ])
    expect(both.filter(({ status }) => status === 'rejected')).toMatchObject([
      { reason: { code: 'conflict', message: expect.stringContaining('accepted already') } },
    ])
    expect(await entries()).toHaveLength(1)
  })

  test('what does not exist is not found', async () => {
    await expect(acceptFinding(as(ciso), { ids: 'fnd_00000000000000000000000000', until, reason })).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('snoozing', () => {
  test('an owner puts off what is found about their own identity', async () => {
    await snoozeFinding(as(ada), { ids: finding, until, reason })
    expect(await row()).toMatchObject({ state: 'snoozed', until })
    expect(await entries()).toMatchObject([{ action: 'findings.snooze' }])
  })

  test('an owner puts off nothing of somebody else, and does not learn what there is', async () => {
    const eve = await aPerson(db)
    for (const ids of [finding, 'fnd_00000000000000000000000000'])
      await expect(snoozeFinding(as(eve), { ids, until, reason })).rejects.toMatchObject({
        code: 'forbidden',
        message: expect.stringContaining('Only the owner'),
      })
  })

  test('for more than thirty days is refused', async () => {
    await expect(snoozeFinding(as(ada), { ids: finding, until: shift(NOW, 30 * DAY + 1), reason })).rejects.toMatchObject({
      fields: { until: expect.stringContaining('30 days') },
    })
  })

  test('what is not open is not put off', async () => {
    await acceptFinding(as(ciso), { ids: finding, until, reason })
    await expect(snoozeFinding(as(ada), { ids: finding, until, reason })).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('opening again', () => {
  test('an acceptance is taken back with a reason', async () => {
    await acceptFinding(as(ciso), { ids: finding, until, reason })
    await reopenFinding(as(ada), { ids: finding, reason })
    expect(await row()).toMatchObject({ state: 'open', until: null, reason: null, decidedBy: null })
    expect(await entries()).toMatchObject([{ action: 'findings.accept' }, { action: 'findings.reopen', reason }])
  })

  test('what is open stays open, and an auditor opens nothing', async () => {
    await expect(reopenFinding(as(ciso), { ids: finding, reason })).rejects.toMatchObject({ code: 'conflict' })
    await expect(reopenFinding(contextFor(data, someone('auditor')), { ids: finding, reason })).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('what was decided', () => {
  const derive = (now: Date) => deriveFindings(contextFor(data, worker('findings.derive'), now), { identityIds: [identityId] })
  const purpose = () => db.finding.findUniqueOrThrow({ where: { rule_subjectKey: { rule: 'no_purpose', subjectKey: identityId } } })

  beforeEach(async () => {
    await db.finding.delete({ where: { id: finding } })
    await derive(NOW)
    await acceptFinding(as(ciso), { ids: (await purpose()).id, until, reason })
  })

  test('holds until its end, and is open again from then on', async () => {
    await derive(shift(until, -1))
    expect(await purpose()).toMatchObject({ state: 'accepted' })
    const counts = await derive(until)
    expect(counts.no_purpose).toEqual({ opened: 0, reopened: 1, changed: 0, closed: 0 })
    expect(await purpose()).toMatchObject({ state: 'open', until: null, openedAt: NOW })
  })

  test('does not cover what became worse', async () => {
    await db.identity.update({ where: { id: identityId }, data: { privileged: true } })
    await derive(NOW)
    expect(await purpose()).toMatchObject({ state: 'open', severity: 'medium' })
  })

  test('ends with the matter; when that comes back it is open', async () => {
    await db.identity.update({ where: { id: identityId }, data: { purpose: 'Pays the salaries' } })
    await derive(NOW)
    expect(await purpose()).toMatchObject({ state: 'closed', until: null, reason: null })
    await db.identity.update({ where: { id: identityId }, data: { purpose: null } })
    const later = shift(NOW, DAY)
    expect((await derive(later)).no_purpose).toMatchObject({ reopened: 1 })
    expect(await purpose()).toMatchObject({ state: 'open', openedAt: later, closedAt: null })
  })

  test('a run that finds everything as it was writes nothing', async () => {
    const before = await db.$queryRaw`SELECT id, xmin::text FROM finding ORDER BY id`
    const entriesBefore = await db.auditEntry.count()
    await derive(NOW)
    expect(await db.$queryRaw`SELECT id, xmin::text FROM finding ORDER BY id`).toEqual(before)
    expect(await db.auditEntry.count()).toBe(entriesBefore)
  })

  test('a run that changed something leaves one entry with its counts', async () => {
    await db.identity.update({ where: { id: identityId }, data: { purpose: 'Pays the salaries' } })
    const entriesBefore = await db.auditEntry.count()
    await derive(NOW)
    expect(await db.auditEntry.count()).toBe(entriesBefore + 1)
    expect(await db.auditEntry.findFirst({ where: { action: 'findings.derive' }, orderBy: { id: 'desc' } })).toMatchObject({
      entity: 'findings',
      entityId: 'identities',
      after: { no_purpose: { closed: 1 } },
    })
  })

  test('only the worker derives', async () => {
    await expect(deriveFindings(as(ciso), { all: true })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(deriveFindings(contextFor(data, worker('x')), { all: true, systemId: 'x' })).rejects.toMatchObject({ code: 'invalid' })
  })
})
