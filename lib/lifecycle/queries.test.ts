import { beforeAll, describe, expect, test } from 'vitest'
import { ensureActivityMonths } from '#lib/activity/ensure-months.ts'
import type { Actor } from '#lib/core/actor.ts'
import { BoundaryId, type IdentityId } from '#lib/core/ids.ts'
import { DAY, shift } from '#lib/core/time.ts'
import { actorOf, contextFor, NOW, someone, testData } from '#lib/testing/contexts.ts'
import { aCredential, aPerson } from '#lib/testing/factories.ts'
import { offboardingWorld, REASON as reason } from '#lib/testing/offboarding-world.ts'
import { standingDriver } from '#lib/testing/standing-driver.ts'
import { disableIdentity } from './disable-identity.ts'
import { offboardIdentity } from './offboard-identity.ts'
import { listExpiring, listOffboardingAlarms, listOffboardings, showLifecycle, showOffboarding, showRotation } from './queries.ts'

const data = await testData()
const { db } = data
standingDriver('standing')
const { owner, system, anAccount } = await offboardingWorld(data, { kind: 'standing', settings: {} }, () => NOW)
const as = (actor: Actor, now = NOW) => contextFor(data, actor, now)
const mine = as(actorOf(owner))
const ciso = as(someone('ciso'))
const stranger = as(someone('owner'))
const sponsor = await aPerson(db, { name: 'Sven Sponsor' })

let minutes = 0
/** An offboarding in a state; each was asked for a minute after the one before. */
async function inState(name: string, state: object = {}, given: Parameters<typeof anAccount>[1] = {}) {
  const identity = await anAccount(name, given)
  const { id } = await offboardIdentity(as(someone('admin'), shift(NOW, ++minutes)), { id: identity.id, reason })
  await db.offboarding.update({ where: { id }, data: state })
  return { id, identityId: identity.id }
}
const aUse = (identityId: IdentityId, day: number, outcome: string) =>
  db.activityEvent.create({
    data: {
      id: `evt_${identityId}_${day}`,
      at: shift(NOW, -day * DAY),
      systemId: system.id,
      identityId,
      externalId: `${identityId}_${day}`,
      action: 'login',
      outcome,
    },
  })
const WATCHED = { state: 'watching', disabledAt: shift(NOW, -20 * DAY), watchUntil: shift(NOW, -6 * DAY), nextAttemptAt: shift(NOW, DAY) }

const all: Record<string, Awaited<ReturnType<typeof inState>>> = {}
const idOf = (name: string) => all[name]?.id
beforeAll(async () => {
  await ensureActivityMonths(data.pool, shift(NOW, -31 * DAY), NOW)
  const states: [string, object, object?][] = [
    ['quiet', { ...WATCHED, watchUntil: shift(NOW, DAY) }],
    ['over', WATCHED],
    ['used', WATCHED],
    ['stuck', { ...WATCHED, state: 'removing', problem: 'It owns app.orders', nextAttemptAt: null }],
    ['elsewhere', { problem: 'The target does not answer' }, { ownerId: null }],
    ['gone', { state: 'confirmed', endedAt: NOW, disabledAt: shift(NOW, -20 * DAY) }],
  ]
  for (const [name, state, given] of states) all[name] = await inState(name, state, given)
  const used = all['used']?.identityId
  if (!used) throw new Error('There is no such offboarding')
  for (const day of [25, 15, 10, 5, 1]) await aUse(used, day, day === 10 ? 'success' : 'failure')
})

const names = (rows: readonly { name: string }[]) => rows.map(({ name }) => name)

describe('the list', () => {
  test.each([
    ['open', ['elsewhere', 'stuck', 'used', 'over', 'quiet']],
    ['problems', ['elsewhere', 'stuck']],
    ['ended', ['gone']],
    ['all', ['elsewhere', 'stuck', 'used', 'over', 'quiet', 'gone']],
  ])('of those that are %s has the stuck ones on top, and the newest first', async (view, expected) => {
    expect(names((await listOffboardings(ciso, { view })).rows)).toEqual(expected)
  })

  test('an owner sees their own, and a stranger nothing', async () => {
    expect(names((await listOffboardings(mine, {})).rows)).toEqual(['stuck', 'used', 'over', 'quiet'])
    expect((await listOffboardings(stranger, { view: 'all' })).rows).toEqual([])
    await expect(showOffboarding(stranger, { id: idOf('used') })).rejects.toMatchObject({ code: 'not_found' })
    await expect(showLifecycle(stranger, { identityId: all['used']?.identityId })).rejects.toMatchObject({ code: 'not_found' })
  })

  test('goes on page by page, each row once', async () => {
    const { id: systemId } = system
    const many = await Promise.all(Array.from({ length: 60 }, (_, n) => anAccount(`many-${n}`, { systemId })))
    const ids = await Promise.all(many.map(({ id }) => offboardIdentity(as(someone('admin')), { id, reason })))
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof listOffboardings>> = await listOffboardings(ciso, { view: 'all', ...(cursor ? { cursor } : {}) })
      seen.push(...page.rows.map(({ id }) => id))
      cursor = page.next
    } while (cursor)
    expect(seen).toHaveLength(66)
    expect(new Set(seen).size).toBe(66)
    await db.offboarding.updateMany({ where: { id: { in: ids.map(({ id }) => id) } }, data: { state: 'restored', endedAt: NOW } })
    expect((await listOffboardings(ciso, { cursor: 'nonsense' })).rows).toHaveLength(5)
  })
})

describe('the story', () => {
  test('counts the uses since the account was disabled, and shows the last three', async () => {
    const story = await showOffboarding(mine, { id: idOf('used') })
    expect(story).toMatchObject({ refused: 3, used: 1, tooEarly: 'Somebody tried to use it 4 times since it was disabled' })
    expect(story.uses.map(({ at }) => at)).toEqual([1, 5, 10].map((day) => shift(NOW, -day * DAY)))
    expect(story.decisions).toMatchObject([{ action: 'lifecycle.offboardIdentity', reason, to: 'disabling' }])
  })

  test.each([
    ['over', { restore: true, remove: true }],
    ['stuck', { restore: true, remove: true }],
    ['gone', { restore: false, remove: false }],
  ])('of one that is %s says what its owner may do', async (name, may) => {
    expect((await showOffboarding(mine, { id: idOf(name) })).may).toMatchObject(may)
    expect((await showOffboarding(as(someone('auditor')), { id: idOf(name) })).may).toMatchObject({ restore: false, remove: false })
  })
})

test('an identity’s page offers each person what they may do', async () => {
  const identity = await anAccount('in-service', { sponsorId: sponsor.id })
  const mayOf = async (actor: Actor) => (await showLifecycle(as(actor), { identityId: identity.id })).may
  const none = { offboard: false, disable: false, quarantine: false, restore: false, remove: false }
  expect(await mayOf(actorOf(owner))).toEqual({ ...none, offboard: true, disable: true })
  expect(await mayOf(actorOf(sponsor))).toEqual({ ...none, disable: true })
  expect(await mayOf(someone('ciso'))).toEqual({ ...none, quarantine: true })
  expect(await mayOf(someone('auditor'))).toEqual(none)
  await disableIdentity(as(actorOf(sponsor)), { id: identity.id, reason })
  expect(await mayOf(actorOf(sponsor))).toEqual(none)
  expect(await showLifecycle(mine, { identityId: identity.id })).toMatchObject({
    offboarding: { state: 'disabling', deletionPlanned: false },
    may: { ...none, restore: true },
  })
  await db.offboarding.updateMany({ where: { identityId: identity.id }, data: { state: 'restored', endedAt: NOW } })
})

describe('the inbox', () => {
  test('shows an owner what is stuck, what is still used, and what waits for delete or restore', async () => {
    const rows = await listOffboardingAlarms(mine, {})
    expect(rows.map(({ name, waiting }) => `${name}: ${waiting}`)).toEqual(['stuck: problem', 'used: still_used', 'over: watch_over'])
  })

  test('shows a CISO what is stuck and what nobody owns, and not every watch that ended', async () => {
    expect(names(await listOffboardingAlarms(ciso, {}))).toEqual(['stuck', 'elsewhere'])
  })

  test('warns an owner of the ends that are near, the nearest first, with the warning that each has reached', async () => {
    const governed = { purpose: 'Nightly payroll export', environment: 'production' }
    for (const days of [31, 30, 12, 7, 0.5, -1]) await anAccount(`ends-${days}`, { ...governed, expiresAt: shift(NOW, days * DAY) })
    const rows = await listExpiring(mine, {})
    expect(rows.map(({ name, warning }) => `${name}: ${warning}`)).toEqual(['ends--1: 0', 'ends-0.5: 1', 'ends-7: 7', 'ends-12: 14', 'ends-30: 30'])
    expect(await listExpiring(stranger, {})).toEqual([])
  })
})

test('rotation follows the credential, then the boundary of class and environment, then 90 days', async () => {
  const boundary = { id: BoundaryId.create(), class: 'service_account', environment: 'staging', rotationDays: 45, updatedAt: NOW }
  await db.boundary.create({ data: boundary })
  const staging = await anAccount('rotates', { environment: 'staging' })
  const own = await aCredential(db, { identityId: staging.id, lastRotatedAt: NOW, rotationDays: 10 })
  const bounded = await aCredential(db, { identityId: staging.id, lastRotatedAt: shift(NOW, -50 * DAY) })
  const elsewhere = await anAccount('rotates-too')
  const rest = await aCredential(db, { identityId: elsewhere.id, lastRotatedAt: NOW })
  expect(await showRotation(mine, { identityId: staging.id })).toMatchObject({
    editable: true,
    rotations: {
      [own.id]: { days: 10, from: 'credential', own: 10, state: 'fine' },
      [bounded.id]: { days: 45, from: 'boundary', own: null, state: 'overdue' },
    },
  })
  expect(await showRotation(ciso, { identityId: elsewhere.id })).toMatchObject({ editable: false, rotations: { [rest.id]: { days: 90, from: 'default' } } })
  expect(await showRotation(stranger, { identityId: staging.id })).toEqual({ editable: false, rotations: {} })
})
