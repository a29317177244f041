import { beforeAll, describe, expect, test } from 'vitest'
import { AccessRequestId, ApprovalId } from '#lib/core/ids.ts'
import { HOUR, shift } from '#lib/core/time.ts'
import { actorOf, contextFor, NOW, testData, worker } from '#lib/testing/contexts.ts'
import { aPerson } from '#lib/testing/factories.ts'
import { leaseWorld } from '#lib/testing/lease-world.ts'
import { approveRequest } from './approve-request.ts'
import { cancelRequest } from './cancel-request.ts'
import { denyRequest } from './deny-request.ts'
import { lapseRequest } from './lapse-request.ts'
import { listRequests, showRequest } from './queries.ts'
import { requestAccess } from './request-access.ts'
import { type DigestedRequest, requestDigest } from './request-digest.ts'

const data = await testData()
const { db } = data
let world: Awaited<ReturnType<typeof leaseWorld>>
beforeAll(async () => {
  world = await leaseWorld(data, { settings: {}, privilege: 'app_reader' }, () => NOW)
})

const wish = (change = {}) => ({ privilegeId: world.privilege.id, purpose: 'restore drill of last night', ticket: 'OPS-1', durationSeconds: 3_600, ...change })
const ask = async (change = {}) => requestAccess(world.as(world.requester), wish(change))
const auditOf = (entityId: string) => db.auditEntry.findMany({ where: { entityId } })
const approve = (person: { id: string; name: string; roles: string[] }, id: string, grantedSeconds: number | null = null) =>
  approveRequest(world.as(person), { id, grantedSeconds, comment: 'as planned' })

describe('asking', () => {
  test('production with a ticket waits for a person, and leaves one audit entry and its decision', async () => {
    const { id, state } = await ask()
    expect(state).toBe('pending')
    expect((await auditOf(id)).map(({ action }) => action)).toEqual(['access.request'])
    const { decision } = await db.accessRequest.findUniqueOrThrow({ where: { id }, include: { decision: true } })
    expect(decision).toMatchObject({ outcome: 'review', principal: world.requester.id })
  })

  test('what policy denies is denied at once, recorded, and says why', async () => {
    const { id, state, reasons } = await ask({ ticket: '' })
    expect(state).toBe('denied')
    expect(reasons).toEqual([{ policyId: 'production-needs-a-ticket', says: 'Production access names a ticket' }])
    expect(await db.outbox.count({ where: { data: { path: ['requestId'], equals: id } } })).toBe(0)
  })

  test.each([
    ['a purpose of a word', { purpose: 'test' }, 'purpose'],
    ['longer than the privilege allows', { durationSeconds: 86_401 }, 'durationSeconds'],
    ['a start in the past', { startsAt: shift(NOW, -HOUR) }, 'startsAt'],
  ])('%s is refused with the field named', async (_, change, field) => {
    await expect(ask(change)).rejects.toMatchObject({ code: 'invalid', fields: { [field]: expect.any(String) } })
  })

  test('an auditor does not ask, and a privilege that is not offered is not found', async () => {
    const auditor = await aPerson(db, { roles: ['auditor'] })
    await expect(requestAccess(contextFor(data, actorOf(auditor)), wish())).rejects.toMatchObject({ code: 'forbidden' })
    await db.privilege.update({ where: { id: world.privilege.id }, data: { offered: false } })
    await expect(ask()).rejects.toMatchObject({ code: 'not_found' })
    await db.privilege.update({ where: { id: world.privilege.id }, data: { offered: true } })
  })
})

describe('answering', () => {
  test('nobody approves their own request: the verb refuses it, and so does the database behind it', async () => {
    const both = await aPerson(db, { roles: ['owner', 'approver'] })
    const { id } = await requestAccess(world.as(both), wish())
    await expect(approve(both, id)).rejects.toMatchObject({ code: 'forbidden' })
    const request = await db.accessRequest.findUniqueOrThrow({ where: { id } })
    const own = {
      id: ApprovalId.create(),
      requestId: id,
      requesterId: both.id,
      digest: request.digest,
      askedSeconds: 3_600,
      approverId: both.id,
      verdict: 'approve',
      grantedSeconds: 3_600,
      comment: '',
      at: NOW,
    }
    await expect(db.approval.create({ data: own })).rejects.toThrow('approval_not_own')
    // Naming somebody else as the requester does not help: the pair must be the request's own.
    await expect(db.approval.create({ data: { ...own, requesterId: world.admin.id } })).rejects.toThrow()
  })

  test('an approver shortens and never lengthens', async () => {
    const { id } = await ask()
    await expect(approve(world.approver, id, 7_200)).rejects.toMatchObject({ code: 'invalid', fields: { grantedSeconds: 'An approver can only shorten' } })
    await approve(world.approver, id, 600)
    expect(await db.approval.findFirst({ where: { requestId: id } })).toMatchObject({ grantedSeconds: 600, askedSeconds: 3_600 })
    expect(await auditOf(id)).toHaveLength(2)
  })

  test('of two approvers at once one wins and the other gets a conflict', async () => {
    const other = await aPerson(db, { roles: ['approver'] })
    const { id } = await ask()
    const answers = await Promise.allSettled([approve(world.approver, id), approve(other, id)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await db.approval.count({ where: { requestId: id } })).toBe(1)
  })

  test('a denial needs a reason, an owner does not answer, and an answered request stays answered', async () => {
    const { id } = await ask()
    await expect(denyRequest(world.as(world.approver), { id, comment: 'no' })).rejects.toMatchObject({ code: 'invalid' })
    await expect(approve(world.requester, id)).rejects.toMatchObject({ code: 'forbidden' })
    await denyRequest(world.as(world.approver), { id, comment: 'use the replica for this' })
    await expect(approve(world.approver, id)).rejects.toMatchObject({ code: 'conflict' })
    await expect(cancelRequest(world.as(world.requester), { id })).rejects.toMatchObject({ code: 'conflict' })
    await expect(db.accessRequest.update({ where: { id }, data: { state: 'approved' } })).rejects.toThrow('decided once')
  })

  test('only who asked cancels, and what nobody answers in time lapses', async () => {
    const { id } = await ask()
    await expect(cancelRequest(world.as(world.admin), { id })).rejects.toMatchObject({ code: 'forbidden' })
    await cancelRequest(world.as(world.requester), { id })
    const { id: forgotten } = await ask()
    const { openUntil } = await db.accessRequest.findUniqueOrThrow({ where: { id: forgotten } })
    await lapseRequest(contextFor(data, worker('access.lapse'), shift(openUntil, -1)), { id: forgotten })
    expect(await db.accessRequest.findUnique({ where: { id: forgotten } })).toMatchObject({ state: 'pending' })
    await lapseRequest(contextFor(data, worker('access.lapse'), openUntil), { id: forgotten })
    expect(await db.accessRequest.findUnique({ where: { id: forgotten } })).toMatchObject({ state: 'expired' })
  })
})

describe('the digest', () => {
  const request: DigestedRequest = {
    id: AccessRequestId.create(),
    requesterId: 'usr_1',
    systemId: 'sys_1',
    privilegeId: 'prv_1',
    privilegeName: 'app_reader',
    environment: 'production',
    purpose: 'restore drill',
    ticket: 'OPS-1',
    startsAt: null,
    durationSeconds: 3_600,
    policyDigest: 'aa',
  }

  test.each(Object.keys(request) as (keyof DigestedRequest)[])('another %s is another digest', (field) => {
    const changed = { ...request, [field]: field === 'durationSeconds' ? 3_601 : field === 'startsAt' ? NOW : 'other' }
    expect(requestDigest(changed)).not.toBe(requestDigest(request))
  })

  test('what was asked for cannot be changed in the database, not even by us', async () => {
    const { id } = await ask()
    for (const change of [
      { purpose: 'something else entirely' },
      { durationSeconds: 86_000 },
      { digest: 'x' },
      { privilegeName: 'app_writer' },
      { requesterId: world.admin.id },
    ])
      await expect(db.accessRequest.update({ where: { id }, data: change })).rejects.toThrow('its digest binds it')
  })

  test('a lease without an approval, or longer than it, is refused by the database', async () => {
    const { id } = await ask()
    const row = await db.accessRequest.findUniqueOrThrow({ where: { id } })
    const lease = {
      id: `lse_${id.slice(4)}`,
      requestId: id,
      digest: row.digest,
      askedSeconds: 3_600,
      holderId: row.requesterId,
      systemId: row.systemId,
      privilegeName: row.privilegeName,
      account: `x_${id}`,
      state: 'scheduled',
      startsAt: NOW,
      endsAt: shift(NOW, HOUR),
      nextAttemptAt: NOW,
      createdAt: NOW,
    }
    await expect(db.lease.create({ data: lease })).rejects.toThrow('no decision or approval grants this lease')
    await approve(world.approver, id, 600)
    await expect(db.lease.create({ data: lease })).rejects.toThrow('no decision or approval grants this lease')
    await db.lease.create({ data: { ...lease, endsAt: shift(NOW, 600_000) } })
  })
})

test('somebody who only owns identities sees their own requests and nobody else’s', async () => {
  const { id } = await ask()
  const other = await aPerson(db, { roles: ['owner'] })
  await expect(showRequest(world.as(other), { id })).rejects.toMatchObject({ code: 'not_found' })
  expect((await listRequests(world.as(other), { view: 'all' })).rows).toEqual([])
  expect((await showRequest(world.as(world.requester), { id })).may).toEqual({ answer: false, cancel: true })
})
