import { describe, expect, test } from 'vitest'
import { ensureActivityMonths } from '#lib/activity/ensure-months.ts'
import type { Actor } from '#lib/core/actor.ts'
import type { IdentityId } from '#lib/core/ids.ts'
import { DAY, shift } from '#lib/core/time.ts'
import { actorOf, contextFor, NOW, someone, testData, worker } from '#lib/testing/contexts.ts'
import { aCredential, anIdentity, aPerson } from '#lib/testing/factories.ts'
import { offboardingWorld, REASON as reason } from '#lib/testing/offboarding-world.ts'
import { standingDriver } from '#lib/testing/standing-driver.ts'
import { disableIdentity } from './disable-identity.ts'
import { expireIdentities } from './expire-identities.ts'
import { offboardIdentity } from './offboard-identity.ts'
import { quarantineIdentity } from './quarantine-identity.ts'
import { recordStep } from './record-step.ts'
import { removeIdentity } from './remove-identity.ts'
import { restoreIdentity } from './restore-identity.ts'
import { setRotation } from './set-rotation.ts'

const data = await testData()
const { db } = data
standingDriver('standing')
await ensureActivityMonths(data.pool, shift(NOW, -31 * DAY), NOW)
const { owner, system, anAccount, rowOf } = await offboardingWorld(data, { kind: 'standing', settings: {} }, () => NOW)
const as = (actor: Actor, now = NOW) => contextFor(data, actor, now)
const mine = as(actorOf(owner))
const admin = someone('admin')
const sponsor = await aPerson(db, { name: 'Sven Sponsor', roles: ['approver'] })

let count = 0
const another = (given: Parameters<typeof anIdentity>[1] = {}) => anAccount(`svc-${++count}`, given)
const entries = (entity: string, id: string) =>
  db.auditEntry.findMany({ where: { entity, entityId: id, action: { startsWith: 'lifecycle.' } }, orderBy: { id: 'asc' } })
const jobs = (id: string) => db.outbox.findMany({ where: { job: 'lifecycle.advance', data: { path: ['offboardingId'], equals: id } } })
const lifecycleOf = async (id: string) => (await db.identity.findUniqueOrThrow({ where: { id } })).lifecycle
/** An identity whose offboarding has come to where a test needs it. */
async function open(state: object, given: Parameters<typeof anIdentity>[1] = {}, by = offboardIdentity): Promise<IdentityId> {
  const identity = await another(given)
  const { id } = await by(mine, { id: identity.id, reason })
  await db.offboarding.update({ where: { id }, data: state })
  return identity.id
}
const WATCHING = { state: 'watching', disabledAt: shift(NOW, -DAY), watchUntil: shift(NOW, 13 * DAY) }
const WATCHED = { state: 'watching', disabledAt: shift(NOW, -15 * DAY), watchUntil: shift(NOW, -DAY) }

type Start = {
  name: string
  start: typeof disableIdentity
  by: Actor
  more: object
  row: object
  lifecycle: string
  refused: Actor[]
}
const STARTS: Start[] = [
  {
    name: 'offboardIdentity',
    start: offboardIdentity,
    by: actorOf(owner),
    more: { watchDays: 30 },
    row: { cause: 'requested', watchDays: 30 },
    lifecycle: 'offboarding',
    refused: [someone('auditor'), someone('ciso'), someone('owner'), actorOf(sponsor)],
  },
  {
    name: 'disableIdentity',
    start: disableIdentity,
    by: actorOf(sponsor),
    more: {},
    row: { cause: 'requested', watchDays: 14 },
    lifecycle: 'quarantined',
    refused: [someone('auditor'), someone('owner'), someone('ciso')],
  },
  {
    name: 'quarantineIdentity',
    start: quarantineIdentity,
    by: someone('ciso'),
    more: { cause: 'quarantined' },
    row: { cause: 'quarantined' },
    lifecycle: 'quarantined',
    refused: [someone('auditor'), actorOf(owner), actorOf(sponsor)],
  },
]

describe.each(STARTS)('$name', ({ start, by, more, row, lifecycle, refused }) => {
  test('puts the row, the job and one audit entry per changed thing on record before anything happens on the target', async () => {
    const identity = await another({ sponsorId: sponsor.id })
    const { id } = await start(as(by), { id: identity.id, reason, ...more })
    expect(await rowOf(identity.id)).toMatchObject({ id, state: 'disabling', byDriver: true, reason, nextAttemptAt: NOW, rememberedSealed: null, ...row })
    expect(await lifecycleOf(identity.id)).toBe(lifecycle)
    expect(await entries('offboarding', id)).toMatchObject([{ reason, after: { identityId: identity.id } }])
    expect(await entries('identity', identity.id)).toMatchObject([{ before: { lifecycle: 'active' }, after: { lifecycle } }])
    expect(await jobs(id)).toHaveLength(1)
  })

  test('where Tenure has no driver, people do it and the next readings show it', async () => {
    const identity = await anIdentity(db, { ownerId: owner.id, sponsorId: sponsor.id })
    const { id } = await start(as(by), { id: identity.id, reason, ...more })
    expect(await rowOf(identity.id)).toMatchObject({ state: 'awaiting_source', byDriver: false, nextAttemptAt: null })
    expect(await jobs(id)).toEqual([])
  })

  test.each(refused)('is refused to %o, whether the identity exists or not', async (actor) => {
    const identity = await another({ sponsorId: sponsor.id })
    await expect(start(as(actor), { id: identity.id, reason, ...more })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(start(as(actor), { id: 'nhi_01h455vb4pex5vsknk084sn02q', reason, ...more })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await lifecycleOf(identity.id)).toBe('active')
  })

  test('a reason that says nothing is refused by name', async () => {
    const identity = await another({ sponsorId: sponsor.id })
    await expect(start(as(by), { id: identity.id, ...more, reason: 'because' })).rejects.toMatchObject({
      code: 'invalid',
      fields: { reason: expect.any(String) },
    })
  })

  test('of two at the same time one loses, and the loser is told', async () => {
    const identity = await another({ sponsorId: sponsor.id })
    const answers = await Promise.allSettled([start(as(by), { id: identity.id, reason, ...more }), start(as(by), { id: identity.id, reason, ...more })])
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(answers.find((answer) => answer.status === 'rejected')).toMatchObject({
      reason: { code: 'conflict', message: expect.stringContaining('on its way out already') },
    })
    expect(await db.offboarding.count({ where: { identityId: identity.id } })).toBe(1)
  })

  test.each([
    ['gone', { vanishedAt: NOW }, 'is gone from'],
    ['planned', { lifecycle: 'planned' }, 'was not seen'],
  ])('an identity that is %s is left alone', async (_, given, words) => {
    const identity = await another({ sponsorId: sponsor.id, ...given })
    await expect(start(as(by), { id: identity.id, reason, ...more })).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining(words) })
  })
})

test('the database itself refuses a second open offboarding of an identity', async () => {
  const id = await open({})
  const { facts: _, identity: __, ...row } = await rowOf(id)
  await expect(db.offboarding.create({ data: { ...row, id: `${row.id.slice(0, -1)}0` } })).rejects.toThrow('Unique constraint')
})

test('the worker that quarantines twice finds its work done', async () => {
  const identity = await another()
  const asked = { id: identity.id, cause: 'succession', reason }
  const first = await quarantineIdentity(as(worker('ownership.settle')), asked)
  expect(await quarantineIdentity(as(worker('ownership.settle')), asked)).toEqual(first)
  expect(await entries('offboarding', first.id)).toHaveLength(1)
})

describe('restoreIdentity', () => {
  test('is one click while the account is watched', async () => {
    const id = await open(WATCHING)
    const { id: offboardingId } = await restoreIdentity(mine, { id, reason })
    expect(await rowOf(id)).toMatchObject({ state: 'restoring', nextAttemptAt: NOW })
    expect(await entries('offboarding', offboardingId)).toMatchObject([
      {},
      { action: 'lifecycle.restoreIdentity', before: { state: 'watching' }, after: { state: 'restoring' }, reason },
    ])
    expect(await jobs(offboardingId)).toHaveLength(2)
    // What is not proven is not said: it is active once the target shows it.
    expect(await lifecycleOf(id)).toBe('offboarding')
  })

  test.each([
    ['its sponsor alone', () => actorOf({ ...sponsor, roles: ['owner'] })],
    ['another owner', () => someone('owner')],
    ['an auditor', () => someone('auditor')],
  ])('is refused to %s', async (_, actor) => {
    const id = await open(WATCHING, { sponsorId: sponsor.id })
    await expect(restoreIdentity(as(actor()), { id, reason })).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('what security put into quarantine, its owner does not free, and a CISO does', async () => {
    const identity = await another()
    await quarantineIdentity(as(someone('ciso')), { id: identity.id, cause: 'quarantined', reason })
    await expect(restoreIdentity(mine, { id: identity.id, reason })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(removeIdentity(mine, { id: identity.id, reason })).rejects.toMatchObject({ code: 'forbidden' })
    await restoreIdentity(as(someone('ciso')), { id: identity.id, reason })
    expect(await rowOf(identity.id)).toMatchObject({ state: 'restoring' })
  })

  test.each([
    ['what expired, before it has a later end', {}, { expiresAt: NOW }, 'set a later expiry first'],
    ['what is being deleted', { state: 'removing', nextAttemptAt: NOW }, {}, 'is being deleted'],
    ['what is being restored', { state: 'restoring', nextAttemptAt: NOW }, {}, 'is being restored already'],
    ['what nobody answers for', { cause: 'succession' }, { ownerId: null }, 'assign an owner first'],
  ])('does not restore %s', async (_, state, given, words) => {
    const id = await open({ ...WATCHING, ...state })
    await db.identity.update({ where: { id }, data: given })
    await expect(restoreIdentity(as(admin), { id, reason })).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining(words) })
  })

  test('of two at the same time one loses', async () => {
    const id = await open(WATCHING)
    const answers = await Promise.allSettled([restoreIdentity(mine, { id, reason }), restoreIdentity(mine, { id, reason })])
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('removeIdentity', () => {
  const aUse = (identityId: string, at: Date, outcome = 'failure') =>
    db.activityEvent.create({ data: { id: `evt_${++count}`, at, systemId: system.id, identityId, externalId: `x${count}`, action: 'login', outcome } })

  test('after a quiet watch it needs a reason alone', async () => {
    const id = await open(WATCHED)
    await aUse(id, shift(NOW, -16 * DAY))
    const { id: offboardingId } = await removeIdentity(mine, { id, reason })
    expect(await rowOf(id)).toMatchObject({ state: 'removing', nextAttemptAt: NOW, endedAt: null })
    expect(await entries('offboarding', offboardingId)).toHaveLength(2)
  })

  test.each([
    ['while the watch goes on', WATCHING, false, 'The watch is not over'],
    ['while somebody still tries to use it', WATCHED, true, 'Somebody tried to use it'],
  ])('%s it needs its name typed', async (_, state, used, words) => {
    const id = await open(state)
    if (used) await aUse(id, shift(NOW, -DAY))
    const { name } = await db.identity.findUniqueOrThrow({ where: { id } })
    for (const typed of [undefined, 'something', name.toUpperCase()])
      await expect(removeIdentity(mine, { id, reason, name: typed })).rejects.toMatchObject({
        code: 'invalid',
        fields: { name: expect.stringContaining(words) },
      })
    expect(await rowOf(id)).toMatchObject({ state: 'watching' })
    await removeIdentity(mine, { id, reason, name })
    expect(await rowOf(id)).toMatchObject({ state: 'removing' })
  })

  test('what was only disabled becomes an offboarding with it', async () => {
    const id = await open(WATCHED, {}, disableIdentity)
    expect(await lifecycleOf(id)).toBe('quarantined')
    await removeIdentity(mine, { id, reason })
    expect(await lifecycleOf(id)).toBe('offboarding')
  })

  test.each([
    ['disabling', { state: 'disabling' }, 'is not disabled yet'],
    ['removing', { state: 'removing', nextAttemptAt: NOW }, 'is being deleted already'],
    ['restoring', { state: 'restoring' }, 'is being restored'],
  ])('an account that is %s is not deleted', async (_, state, words) => {
    const id = await open(state)
    await expect(removeIdentity(mine, { id, reason })).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining(words) })
  })

  test('is refused to whoever does not own it', async () => {
    const id = await open(WATCHED, { sponsorId: sponsor.id })
    for (const actor of [someone('owner'), actorOf({ ...sponsor, roles: ['owner'] }), someone('auditor'), someone('ciso')])
      await expect(removeIdentity(as(actor), { id, reason })).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('of a deletion and a restoration at the same time one loses', async () => {
    const id = await open(WATCHED)
    const answers = await Promise.allSettled([removeIdentity(mine, { id, reason }), restoreIdentity(mine, { id, reason })])
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('recordStep', () => {
  const system_ = as(worker('lifecycle.advance'))
  const step = { facts: [{ kind: 'remove', ok: true, detail: {} }], problem: null, retryAt: null }

  test('an end without its proof is refused', async () => {
    const id = await open({ state: 'removing' })
    const row = await rowOf(id)
    await expect(recordStep(system_, { id: row.id, from: 'removing', to: 'confirmed', ...step })).rejects.toMatchObject({ code: 'conflict' })
    await expect(recordStep(system_, { id: row.id, from: 'removing', to: 'watching', ...step })).rejects.toMatchObject({ code: 'conflict' })
    expect(await rowOf(id)).toMatchObject({ state: 'removing', facts: [] })
  })

  test('an end leaves what another source still shows of it in the register, for itself', async () => {
    const id = await open({ state: 'removing' })
    const view = await another({ mergedIntoId: id })
    await db.identityMerge.create({ data: { id: 'mrg_1', identityId: view.id, intoId: id, reason: 'One key', madeBy: 'system:systems.sync', madeAt: NOW } })
    const proof = { kind: 'reread', ok: true, detail: { exists: false, sessions: 0 } }
    await recordStep(system_, { id: (await rowOf(id)).id, from: 'removing', to: 'confirmed', ...step, facts: [proof] })
    expect(await db.identity.findUnique({ where: { id: view.id } })).toMatchObject({ mergedIntoId: null, vanishedAt: null })
    expect(await db.identityMerge.findUnique({ where: { id: 'mrg_1' } })).toMatchObject({ undoneAt: NOW })
  })

  test('what a person decided meanwhile stands, and what was done is noted all the same', async () => {
    const id = await open({ state: 'restoring' })
    const row = await rowOf(id)
    await recordStep(system_, { id: row.id, from: 'disabling', to: 'watching', ...step })
    expect(await rowOf(id)).toMatchObject({ state: 'restoring', disabledAt: null, facts: [{ kind: 'remove' }] })
  })
})

describe('expireIdentities', () => {
  const expiring = { purpose: 'Nightly payroll export', environment: 'production' }
  const run = (limit = 500, now = NOW) => expireIdentities(as(worker('lifecycle.expire'), now), { limit })

  test('puts what has come to its end into quarantine, in pages, and nothing else', async () => {
    const over = await another({ ...expiring, expiresAt: NOW })
    const longOver = await another({ ...expiring, expiresAt: shift(NOW, -DAY) })
    const notYet = await another({ ...expiring, expiresAt: shift(NOW, 1) })
    const ungoverned = await another({ expiresAt: shift(NOW, -DAY) })
    const gone = await another({ ...expiring, expiresAt: shift(NOW, -DAY), vanishedAt: NOW })
    const merged = await another({ ...expiring, expiresAt: shift(NOW, -DAY), mergedIntoId: notYet.id })
    const sample = await another({ ...expiring, expiresAt: shift(NOW, -DAY), sample: true })
    expect(await run(1)).toEqual({ count: 1 })
    expect(await lifecycleOf(longOver.id)).toBe('quarantined')
    expect(await lifecycleOf(over.id)).toBe('active')
    expect(await run()).toEqual({ count: 1 })
    expect(await run()).toEqual({ count: 0 })
    const row = await rowOf(over.id)
    expect(row).toMatchObject({ cause: 'expired', state: 'disabling', reason: 'It expired on 2026-11-22', requestedBy: 'system:lifecycle.expire' })
    expect(await jobs(row.id)).toHaveLength(1)
    expect(await entries('identity', over.id)).toMatchObject([{ action: 'lifecycle.expireIdentities', after: { lifecycle: 'quarantined' } }])
    for (const { id } of [notYet, ungoverned, gone, merged, sample]) expect(await lifecycleOf(id)).toBe('active')
  })

  test('two workers at once quarantine each identity once', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => another({ ...expiring, expiresAt: NOW })))
    const [one, other] = await Promise.all([run(), run()])
    const rest = await run()
    expect(one.count + other.count + rest.count).toBe(20)
    expect(await db.offboarding.count({ where: { identityId: { in: ids.map(({ id }) => id) } } })).toBe(20)
  })

  test('is nobody’s but the worker’s', async () => {
    await expect(expireIdentities(as(admin), {})).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('setRotation', () => {
  test('says within how many days a credential is rotated, and takes it back', async () => {
    const { id } = await aCredential(db, { identityId: (await another()).id })
    await setRotation(mine, { id, rotationDays: '30', reason })
    expect(await db.credential.findUnique({ where: { id } })).toMatchObject({ rotationDays: 30 })
    await setRotation(mine, { id, rotationDays: '30', reason })
    await setRotation(mine, { id, rotationDays: '', reason })
    expect(await db.credential.findUnique({ where: { id } })).toMatchObject({ rotationDays: null })
    expect(await entries('credential', id)).toMatchObject([{ after: { rotationDays: 30 } }, { after: { rotationDays: null } }])
  })

  test.each([0, 3_651, 1.5, 'soon', undefined])('%s is no number of days', async (rotationDays) => {
    const { id } = await aCredential(db, { identityId: (await another()).id })
    await expect(setRotation(mine, { id, rotationDays, reason })).rejects.toMatchObject({ code: 'invalid', fields: { rotationDays: expect.any(String) } })
  })

  test('is refused to whoever does not own the identity, and for what is gone', async () => {
    const { id } = await aCredential(db, { identityId: (await another()).id, vanishedAt: NOW })
    for (const actor of [someone('owner'), someone('auditor'), someone('ciso')])
      await expect(setRotation(as(actor), { id, rotationDays: 30, reason })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(setRotation(mine, { id, rotationDays: 30, reason })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('of two at the same time one changes it and the other finds that out', async () => {
    const { id } = await aCredential(db, { identityId: (await another()).id })
    await Promise.allSettled([setRotation(mine, { id, rotationDays: 30, reason }), setRotation(mine, { id, rotationDays: 60, reason })])
    const written = await entries('credential', id)
    expect(written.at(-1)).toMatchObject({ after: { rotationDays: (await db.credential.findUniqueOrThrow({ where: { id } })).rotationDays } })
  })
})
