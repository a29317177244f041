import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { DAY, HOUR, shift } from '#lib/core/time.ts'
import { quarantineIdentity } from '#lib/lifecycle/quarantine-identity.ts'
import { removeIdentity } from '#lib/lifecycle/remove-identity.ts'
import { restoreIdentity } from '#lib/lifecycle/restore-identity.ts'
import { recordStep } from '#lib/lifecycle/record-step.ts'
import { openRemembered, sealRemembered } from '#lib/lifecycle/remembered.ts'
import { contextFor, NOW, someone, TEST_KEYRING, testData } from '#lib/testing/contexts.ts'
import { aCredential, anEntitlement } from '#lib/testing/factories.ts'
import { offboardingWorld, REASON as reason } from '#lib/testing/offboarding-world.ts'
import { type StandingState, standingDriver } from '#lib/testing/standing-driver.ts'
import { findTarget } from './find-target.ts'
import { steps } from './steps.ts'
import { sweepOffboardings, sweepReadings } from './sweep-offboardings.ts'

const data = await testData()
const { db } = data
let moved = 0
const target = standingDriver('standing')
const world = await offboardingWorld(data, { kind: 'standing', settings: {} }, () => shift(NOW, moved))
const { advance, leaving, rowOf } = world
const { anAccount, as } = world
afterAll(() => world.worker.connections.close())

let count = 0
let name = ''
let account: StandingState
beforeEach(() => {
  name = `svc_${++count}`
  account = { enabled: true, sessions: 2, dependents: [] }
  target.accounts.set(name, account)
  Object.assign(target, { answers: true, lies: false, calls: [] })
})

const kinds = async (id: Parameters<typeof rowOf>[0]) => (await rowOf(id)).facts.map(({ kind, ok }) => `${kind}:${ok}`)
async function watched() {
  const identity = await leaving(name)
  await advance(identity.id)
  return identity
}

describe('an offboarding whose driver takes the account out of service', () => {
  test('disables it, remembers under seal what a restore needs, and says so only after the target was read again', async () => {
    const { id, offboardingId } = await watched()
    const row = await rowOf(id)
    expect(account).toMatchObject({ enabled: false, sessions: 0 })
    expect(target.calls).toEqual(['reread', 'remember', 'disable', 'reread'])
    expect(row).toMatchObject({
      state: 'watching',
      problem: null,
      disabledAt: shift(NOW, moved),
      watchUntil: shift(NOW, moved + 14 * DAY),
      identity: { enabled: false, lifecycle: 'offboarding' },
    })
    expect(openRemembered(TEST_KEYRING, offboardingId, row.rememberedSealed)).toEqual({ value: `was ${name}`, enabled: true })
    expect(JSON.stringify(await db.auditEntry.findMany({ where: { entityId: offboardingId } }))).not.toContain(row.rememberedSealed)
  })

  test('brings it back as it was, and forgets what it remembered', async () => {
    const { id } = await watched()
    await restoreIdentity(as(), { id, reason })
    await advance(id)
    expect(account.enabled).toBe(true)
    expect(await rowOf(id)).toMatchObject({
      state: 'restored',
      endedAt: shift(NOW, moved),
      rememberedSealed: null,
      identity: { enabled: true, lifecycle: 'active' },
    })
  })

  test('deletes it when a person says so, and confirms once the target shows neither account nor session', async () => {
    const { id } = await watched()
    const { id: credentialId } = await aCredential(db, { identityId: id })
    const { id: entitlementId } = await anEntitlement(db, { identityId: id })
    await removeIdentity(as(), { id, reason, name })
    await advance(id)
    expect(target.accounts.has(name)).toBe(false)
    const at = shift(NOW, moved)
    expect(await rowOf(id)).toMatchObject({
      state: 'confirmed',
      endedAt: at,
      removedAt: at,
      rememberedSealed: null,
      identity: { lifecycle: 'offboarded', enabled: false, vanishedAt: at },
    })
    expect(await kinds(id)).toEqual(['reread:true', 'remember:true', 'disable:true', 'reread:true', 'remove:true', 'reread:true'])
    expect(await db.credential.findUnique({ where: { id: credentialId } })).toMatchObject({ vanishedAt: at })
    expect(await db.entitlement.findUnique({ where: { id: entitlementId } })).toMatchObject({ vanishedAt: at })
    await expect(db.offboarding.updateMany({ where: { identityId: id }, data: { state: 'watching', endedAt: null } })).rejects.toThrow('stays as it is')
  })

  test('is stopped by what hangs on the account, names it, and waits for a person', async () => {
    const { id } = await watched()
    account.dependents.push('owner of table app.orders')
    await removeIdentity(as(), { id, reason, name })
    await advance(id)
    expect(await rowOf(id)).toMatchObject({
      state: 'removing',
      problem: expect.stringContaining('owner of table app.orders'),
      nextAttemptAt: null,
      endedAt: null,
    })
    expect(target.accounts.has(name)).toBe(true)
    moved += DAY
    target.calls.length = 0
    await sweepOffboardings(world.worker)
    expect(target.calls).not.toContain('remove')
    account.dependents.length = 0
    await removeIdentity(as(), { id, reason, name })
    await advance(id)
    expect(await rowOf(id)).toMatchObject({ state: 'confirmed', problem: null })
  })

  test('what could not be deleted can still be restored', async () => {
    const { id } = await watched()
    account.dependents.push('owner of table app.orders')
    await removeIdentity(as(), { id, reason, name })
    await advance(id)
    await restoreIdentity(as(), { id, reason })
    await advance(id)
    expect(account.enabled).toBe(true)
    expect(await rowOf(id)).toMatchObject({ state: 'restored' })
  })

  test("Tenure's own account is refused loudly, and stays", async () => {
    account.own = true
    const { id } = await watched()
    expect(account.enabled).toBe(true)
    expect(await rowOf(id)).toMatchObject({ state: 'disabling', problem: expect.stringContaining('own account'), nextAttemptAt: null })
  })

  test('an account that somebody enabled on the target during the watch is disabled again, and the story says so', async () => {
    const { id } = await watched()
    const { disabledAt, watchUntil } = await rowOf(id)
    Object.assign(account, { enabled: true, sessions: 1 })
    moved += 6 * HOUR
    await sweepOffboardings(world.worker)
    expect(account).toMatchObject({ enabled: false, sessions: 0 })
    expect(await rowOf(id)).toMatchObject({ state: 'watching', disabledAt, watchUntil })
    expect(await kinds(id)).toContain('enabled_again:false')
  })

  test('a quiet watch leaves no facts and no audit entries, and ends with nothing deleted', async () => {
    const { id, offboardingId } = await watched()
    const entries = () => db.auditEntry.count({ where: { entityId: offboardingId } })
    const before = [await entries(), (await kinds(id)).length]
    moved += 15 * DAY
    await sweepOffboardings(world.worker)
    expect([await entries(), (await kinds(id)).length]).toEqual(before)
    expect(await rowOf(id)).toMatchObject({ state: 'watching', problem: null })
    expect(target.accounts.has(name)).toBe(true)
    await removeIdentity(as(), { id, reason })
  })

  test.each(['before it was disabled', 'during the watch', 'while it was to come back'])(
    'an account that somebody deleted on the target %s is confirmed',
    async (when) => {
      const { id } = await leaving(name)
      if (when !== 'before it was disabled') await advance(id)
      if (when === 'while it was to come back') await restoreIdentity(as(), { id, reason })
      target.accounts.delete(name)
      moved += 6 * HOUR
      await advance(id)
      expect(await rowOf(id)).toMatchObject({ state: 'confirmed', identity: { lifecycle: 'offboarded' } })
    },
  )

  test('an account that was disabled before comes back disabled', async () => {
    account.enabled = false
    const identity = await anAccount(name, { enabled: false })
    await quarantineIdentity(contextFor(data, someone('admin'), shift(NOW, moved)), { id: identity.id, cause: 'quarantined', reason })
    await advance(identity.id)
    expect(await rowOf(identity.id)).toMatchObject({ state: 'watching' })
    // The driver that a test holds in its hands enables whatever it restores: that is not what was
    await restoreIdentity(contextFor(data, someone('admin'), shift(NOW, moved)), { id: identity.id, reason })
    await advance(identity.id)
    expect(await rowOf(identity.id)).toMatchObject({ state: 'restoring', problem: 'the target shows it enabled, and it was disabled before' })
    account.enabled = false
  })

  test('a target that does not tell its sessions is confirmed with that said', async () => {
    account.sessions = null
    const { id } = await watched()
    const { facts } = await rowOf(id)
    expect(facts.at(-1)).toMatchObject({ kind: 'reread', detail: { sessions: null, residual: expect.stringContaining('may live on') } })
  })
})

describe('what does not go as it should', () => {
  test('a driver that says “disabled” while the account still works proves nothing: it is tried again, and never called disabled', async () => {
    target.lies = true
    const { id } = await watched()
    expect(await rowOf(id)).toMatchObject({
      state: 'disabling',
      disabledAt: null,
      problem: 'the target still lets it log in; 2 of its sessions are still open',
      attempts: 1,
      identity: { enabled: true },
    })
    target.lies = false
    moved += HOUR
    await sweepOffboardings(world.worker)
    expect(await rowOf(id)).toMatchObject({ state: 'watching', problem: null, attempts: 0 })
  })

  test('a driver that says “removed” while the account stays is never confirmed', async () => {
    const { id } = await watched()
    await removeIdentity(as(), { id, reason, name })
    target.lies = true
    await advance(id)
    expect(await rowOf(id)).toMatchObject({ state: 'removing', problem: 'the account still exists on the target', endedAt: null })
    expect((await rowOf(id)).rememberedSealed).not.toBeNull()
    target.lies = false
    moved += HOUR
    await sweepOffboardings(world.worker)
    expect(await rowOf(id)).toMatchObject({ state: 'confirmed' })
  })

  test('a target that does not answer is tried again, less and less often, with one fact for one problem', async () => {
    const { id } = await leaving(name)
    target.answers = false
    const waits: number[] = []
    for (let n = 0; n < 4; n++) {
      await advance(id)
      const { nextAttemptAt } = await rowOf(id)
      const wait = (nextAttemptAt?.getTime() ?? 0) - shift(NOW, moved).getTime()
      waits.push(wait)
      moved += wait
    }
    expect(await rowOf(id)).toMatchObject({ state: 'disabling', problem: 'The target does not answer', attempts: 4 })
    expect(await kinds(id)).toEqual(['remember:false'])
    expect(waits).toEqual(waits.toSorted((a, b) => a - b))
    expect(account.enabled).toBe(true)
    target.answers = true
    await advance(id)
    expect(await rowOf(id)).toMatchObject({ state: 'watching', problem: null, attempts: 0 })
  })

  test('before anything is disabled it can be called off', async () => {
    const { id } = await leaving(name)
    target.answers = false
    await advance(id)
    await restoreIdentity(as(), { id, reason })
    target.answers = true
    await advance(id)
    expect(target.calls).not.toContain('disable')
    expect(target.calls).not.toContain('restore')
    expect(await rowOf(id)).toMatchObject({ state: 'restored', identity: { lifecycle: 'active' } })
  })

  test('two workers at once take each step once', async () => {
    const { id } = await leaving(name)
    await Promise.all([advance(id), advance(id), advance(id)])
    expect(target.calls.filter((call) => call === 'disable')).toHaveLength(1)
    expect(await rowOf(id)).toMatchObject({ state: 'watching' })
  })
})

describe('a worker that dies in a step, after the target did it and before it was noted', () => {
  const dieIn = async (id: Parameters<typeof rowOf>[0], step: keyof typeof steps) => {
    const found = await findTarget(world.worker, (await rowOf(id)).id as Parameters<typeof findTarget>[1])
    await steps[step](found, [])
  }

  test('remembering: nothing was disabled, and the next worker remembers again', async () => {
    const { id } = await leaving(name)
    await dieIn(id, 'remember')
    expect(await rowOf(id)).toMatchObject({ state: 'disabling', rememberedSealed: null })
    await advance(id)
    expect(await rowOf(id)).toMatchObject({ state: 'watching' })
  })

  test('disabling: the next worker goes on with what was remembered before', async () => {
    const { id, offboardingId } = await leaving(name)
    // As far as the memory, and then death in the next step
    const remembered = sealRemembered(TEST_KEYRING, offboardingId, { value: `was ${name}`, enabled: true })
    const job = contextFor(data, { kind: 'system', job: 'lifecycle.advance' }, shift(NOW, moved))
    await recordStep(job, { id: offboardingId, from: 'disabling', to: 'disabling', facts: [], problem: null, retryAt: shift(NOW, moved), remembered })
    await dieIn(id, 'disable')
    expect(account.enabled).toBe(false)
    expect(await rowOf(id)).toMatchObject({ state: 'disabling', disabledAt: null })
    await advance(id)
    expect(await rowOf(id)).toMatchObject({ state: 'watching' })
    await restoreIdentity(as(), { id, reason })
    await advance(id)
    expect(account.enabled).toBe(true)
  })

  test('restoring: the next worker finds it back, and says restored', async () => {
    const { id } = await watched()
    await restoreIdentity(as(), { id, reason })
    await dieIn(id, 'restore')
    expect(await rowOf(id)).toMatchObject({ state: 'restoring' })
    await advance(id)
    expect(await rowOf(id)).toMatchObject({ state: 'restored' })
  })

  test('deleting: the next worker finds it gone, and confirms', async () => {
    const { id } = await watched()
    await removeIdentity(as(), { id, reason, name })
    await dieIn(id, 'remove')
    expect(target.accounts.has(name)).toBe(false)
    expect(await rowOf(id)).toMatchObject({ state: 'removing', endedAt: null })
    await advance(id)
    expect(await rowOf(id)).toMatchObject({ state: 'confirmed' })
  })
})

describe('an offboarding that people do by hand', () => {
  const read = (id: string, systemId: string, shown: object) =>
    db.$transaction([
      db.identity.update({ where: { id }, data: shown }),
      db.system.update({ where: { id: systemId }, data: { lastSyncedAt: shift(NOW, moved) } }),
    ])

  test('the readings of the source show it disabled, enabled again, disabled, and gone: then it is confirmed', async () => {
    const byHand = await offboardingWorld(data, { kind: 'aws_iam', settings: {} }, () => shift(NOW, moved))
    const { id } = await byHand.leaving(name)
    expect(await byHand.rowOf(id)).toMatchObject({ state: 'awaiting_source' })
    const stages = [
      [{ enabled: true }, { state: 'awaiting_source', disabledAt: null }],
      [{ enabled: false }, { state: 'awaiting_source', disabledAt: expect.any(Date), watchUntil: expect.any(Date) }],
      [{ enabled: true }, { state: 'awaiting_source', disabledAt: null, problem: expect.stringContaining('enabled again') }],
      [{ enabled: false }, { state: 'awaiting_source', disabledAt: expect.any(Date), problem: null }],
      [{ vanishedAt: NOW }, { state: 'confirmed', identity: { lifecycle: 'offboarded' } }],
    ] as const
    for (const [shown, expected] of stages) {
      moved += HOUR
      await read(id, byHand.system.id, shown)
      await sweepReadings(byHand.worker)
      expect(await byHand.rowOf(id)).toMatchObject(expected)
    }
    const { facts } = await byHand.rowOf(id)
    expect(facts.map(({ kind }) => kind)).toEqual(['source_disabled', 'source_enabled_again', 'source_disabled', 'source_gone'])
  })

  test('it is restored when a reading shows it back, or at once when it never left', async () => {
    const byHand = await offboardingWorld(data, { kind: 'aws_iam', settings: {} }, () => shift(NOW, moved))
    const never = await byHand.leaving(`${name}_never`)
    await restoreIdentity(byHand.as(), { id: never.id, reason })
    await byHand.advance(never.id)
    expect(await byHand.rowOf(never.id)).toMatchObject({ state: 'restored', identity: { lifecycle: 'active' } })

    const { id } = await byHand.leaving(name)
    moved += HOUR
    await read(id, byHand.system.id, { enabled: false })
    await sweepReadings(byHand.worker)
    await restoreIdentity(byHand.as(), { id, reason })
    await byHand.advance(id)
    expect(await byHand.rowOf(id)).toMatchObject({ state: 'restoring' })
    await read(id, byHand.system.id, { enabled: true })
    await sweepReadings(byHand.worker)
    expect(await byHand.rowOf(id)).toMatchObject({ state: 'restored' })
  })
})
