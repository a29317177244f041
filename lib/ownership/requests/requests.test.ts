import { beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '#lib/core/actor.ts'
import { IdentityId } from '#lib/core/ids.ts'
import { DAY, shift } from '#lib/core/time.ts'
import { actorOf, contextFor, NOW, someone, testData } from '#lib/testing/contexts.ts'
import { anIdentity, aPerson, aSystem } from '#lib/testing/factories.ts'
import { approveIdentityRequest } from './approve-identity-request.ts'
import { cancelIdentityRequest } from './cancel-identity-request.ts'
import { denyIdentityRequest } from './deny-identity-request.ts'
import { countIdentityQueue, listIdentityRequests, showIdentityRequest } from './queries.ts'
import { requestIdentity } from './request-identity.ts'

const data = await testData()
const { db } = data
const as = (actor: Actor, now = NOW) => contextFor(data, actor, now)
const ada = await aPerson(db, { name: 'Ada Byron' })
const approver = await aPerson(db, { name: 'Ada Approver', roles: ['approver'] })
const admin = await aPerson(db, { roles: ['admin'] })
const entriesOf = (entityId: string) => db.auditEntry.findMany({ where: { entityId }, orderBy: { at: 'asc' } })

let systemId: string
beforeEach(async () => {
  systemId = (await aSystem(db)).id
})
const wish = (given = {}) => ({
  systemId,
  name: 'payroll-export',
  class: 'service_account',
  ownerId: ada.id,
  purpose: 'Nightly payroll export',
  environment: 'production',
  expiresAt: shift(NOW, 90 * DAY),
  justification: 'The old export is switched off in March',
  ...given,
})
const ask = (given = {}, actor: Actor = actorOf(ada)) => requestIdentity(as(actor), wish(given))

describe('requestIdentity', () => {
  test('asks with everything that makes it governed, and leaves one audit entry', async () => {
    const { id } = await ask({ name: ' payroll-export\u0000 ' })
    expect(await db.identityRequest.findUniqueOrThrow({ where: { id } })).toMatchObject({
      name: 'payroll-export',
      externalId: 'payroll-export',
      requesterId: ada.id,
      state: 'pending',
    })
    expect(await entriesOf(id)).toMatchObject([{ action: 'ownership.requestIdentity', reason: 'The old export is switched off in March' }])
    expect(await db.identity.count({ where: { systemId } })).toBe(0)
  })

  test.each([
    { name: 'x' },
    { class: 'oven' },
    { ownerId: '' },
    { purpose: 'too short' },
    { environment: '' },
    { expiresAt: NOW },
    { expiresAt: shift(NOW, 401 * DAY) },
    { justification: 'because' },
    { systemId: 'sys_1' },
  ])('names the field of %j', async (wrong) => {
    await expect(ask(wrong)).rejects.toMatchObject({ code: 'invalid', fields: { [Object.keys(wrong)[0] ?? '']: expect.any(String) } })
  })

  test('is a conflict for a key that the system has, or that somebody asked for', async () => {
    await anIdentity(db, { systemId, name: 'payroll-export', vanishedAt: NOW })
    const taken = { code: 'conflict', fields: { externalId: expect.any(String) } }
    await expect(ask()).rejects.toMatchObject(taken)
    const answers = await Promise.allSettled([1, 2].map(() => ask({ externalId: 'key-2' })))
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: taken })
    expect(await db.identityRequest.count({ where: { systemId } })).toBe(1)
  })

  test('is refused to an auditor, for a system that is not there, and for an owner who left', async () => {
    await expect(ask({}, someone('auditor'))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(ask({ systemId: `sys_${'0'.repeat(26)}` })).rejects.toMatchObject({ code: 'not_found' })
    const left = await aPerson(db, { active: false })
    await expect(ask({ ownerId: left.id })).rejects.toMatchObject({ code: 'invalid', fields: { ownerId: expect.any(String) } })
  })
})

describe('approveIdentityRequest', () => {
  test('puts it into the register as planned and governed, with an audit entry for the request and one for the identity', async () => {
    const { id } = await ask({ externalId: 'arn:payroll' })
    const { identityId } = await approveIdentityRequest(as(actorOf(approver)), { id, comment: 'As agreed' })
    expect(await db.identity.findUniqueOrThrow({ where: { id: identityId } })).toMatchObject({
      lifecycle: 'planned',
      governed: true,
      externalId: 'arn:payroll',
      name: 'payroll-export',
      ownerId: ada.id,
      vanishedAt: null,
    })
    expect(await entriesOf(id)).toMatchObject([{}, { action: 'ownership.approveIdentityRequest', reason: 'As agreed' }])
    expect(await entriesOf(identityId)).toMatchObject([{ action: 'ownership.approveIdentityRequest', before: null }])
    expect(await db.outbox.count({ where: { job: 'findings.derive', data: { path: ['identityIds'], equals: identityId } } })).toBe(1)
    expect(await showIdentityRequest(as(actorOf(ada)), { id })).toMatchObject({
      state: 'approved',
      identity: { id: identityId },
      decider: { name: 'Ada Approver' },
    })
  })

  test('is refused to who asked, whatever their roles, and to roles that do not answer', async () => {
    const requester = await aPerson(db, { roles: ['owner', 'approver', 'admin'] })
    const { id } = await ask({}, actorOf(requester))
    await expect(approveIdentityRequest(as(actorOf(requester)), { id })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(denyIdentityRequest(as(actorOf(requester)), { id, comment: 'I changed my mind' })).rejects.toMatchObject({ code: 'forbidden' })
    for (const role of ['owner', 'ciso', 'auditor'] as const)
      await expect(approveIdentityRequest(as(someone(role)), { id })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(approveIdentityRequest(as(actorOf(approver)), { id: 'irq_1' })).rejects.toMatchObject({ fields: { id: expect.any(String) } })
  })

  test('is a conflict when a discovery found the key first, and when its end is past', async () => {
    const { id } = await ask()
    await expect(approveIdentityRequest(as(actorOf(approver), shift(NOW, 90 * DAY)), { id })).rejects.toMatchObject({ code: 'conflict' })
    await anIdentity(db, { systemId, name: 'payroll-export' })
    await expect(approveIdentityRequest(as(actorOf(approver)), { id })).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('already') })
    expect(await db.identityRequest.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'pending' })
  })

  test('of two who answer at the same time one wins, and there is one identity', async () => {
    const { id } = await ask()
    const answers = await Promise.allSettled([
      approveIdentityRequest(as(actorOf(approver)), { id }),
      approveIdentityRequest(as(actorOf(admin)), { id }),
      denyIdentityRequest(as(actorOf(admin)), { id, comment: 'There is one already' }),
    ])
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const answer of answers) if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'conflict' })
    expect(await db.identity.count({ where: { systemId } })).toBeLessThanOrEqual(1)
  })
})

test('a no says why; a request is taken back by who made it, until it is answered', async () => {
  const first = await ask()
  await expect(denyIdentityRequest(as(actorOf(approver)), { id: first.id, comment: 'no' })).rejects.toMatchObject({ fields: { comment: expect.any(String) } })
  await denyIdentityRequest(as(actorOf(approver)), { id: first.id, comment: 'Use the reader role instead' })
  expect(await entriesOf(first.id)).toMatchObject([{}, { action: 'ownership.denyIdentityRequest', reason: 'Use the reader role instead' }])
  await expect(cancelIdentityRequest(as(actorOf(ada)), { id: first.id })).rejects.toMatchObject({ code: 'conflict' })
  const second = await ask()
  await expect(cancelIdentityRequest(as(actorOf(approver)), { id: second.id })).rejects.toMatchObject({ code: 'forbidden' })
  await cancelIdentityRequest(as(actorOf(ada)), { id: second.id })
  expect(await showIdentityRequest(as(actorOf(ada)), { id: second.id })).toMatchObject({ state: 'cancelled', may: { answer: false, cancel: false } })
})

test('approvers see the queue without their own; others see what they asked for or would own', async () => {
  const { id } = await ask()
  const mine = await ask({ name: 'another' }, actorOf(approver))
  const idsOf = async (actor: Actor, view: string) => (await listIdentityRequests(as(actor), { view })).rows.map((row) => row.id)
  const queue = await idsOf(actorOf(approver), 'queue')
  expect(queue).toContain(id)
  expect(queue).not.toContain(mine.id)
  expect(await countIdentityQueue(as(actorOf(approver)), {})).toBe(queue.length)
  expect(await countIdentityQueue(as(someone('auditor')), {})).toBe(0)
  expect(await idsOf(actorOf(ada), 'queue')).toEqual([])
  expect(await idsOf(actorOf(ada), 'all')).toEqual(expect.arrayContaining([id, mine.id]))
  const stranger = someone('owner')
  expect(await idsOf(stranger, 'all')).toEqual([])
  await expect(showIdentityRequest(as(stranger), { id })).rejects.toMatchObject({ code: 'not_found' })
})

// Around the application: the database itself refuses.
describe('the database refuses', () => {
  test('that a requester approves their own', async () => {
    const { id } = await ask()
    const decided = { state: 'approved', decidedBy: ada.id, decidedAt: NOW }
    await expect(db.identityRequest.update({ where: { id }, data: decided })).rejects.toThrow('identity_request_not_own')
    await expect(db.identityRequest.update({ where: { id }, data: { ...decided, decidedBy: null } })).rejects.toThrow('identity_request_not_own')
  })

  test('that what was asked for is changed, or an answer is given twice', async () => {
    const { id } = await ask()
    await expect(db.identityRequest.update({ where: { id }, data: { ownerId: approver.id } })).rejects.toThrow('cannot be changed')
    await db.identityRequest.update({ where: { id }, data: { state: 'denied', decidedBy: approver.id, decidedAt: NOW } })
    await expect(db.identityRequest.update({ where: { id }, data: { state: 'approved' } })).rejects.toThrow('decided once')
  })

  test('a key twice on one system', async () => {
    const { name } = await anIdentity(db, { systemId })
    await expect(anIdentity(db, { systemId, name, id: IdentityId.create() })).rejects.toThrow()
  })
})
