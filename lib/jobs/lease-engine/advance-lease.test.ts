import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HOUR, SECOND, shift } from '#lib/core/time.ts'
import { completeLease } from '#lib/leases/complete-lease.ts'
import { revealSecret } from '#lib/leases/reveal-secret.ts'
import type { MintingDriver } from '#lib/systems/driver.ts'
import { registerDriver } from '#lib/systems/registry.ts'
import { eachPostgres } from '#lib/systems/testing/each-postgres.ts'
import { openAsHolder, postgresqlTarget } from '#lib/systems/testing/postgresql-target.ts'
import type { ConformanceTarget } from '#lib/systems/testing/driver-conformance.ts'
import { testData } from '#lib/testing/contexts.ts'
import { leaseWorld } from '#lib/testing/lease-world.ts'
import { advanceLease } from './advance-lease.ts'

const data = await testData()
let moved = 0
const clock = () => shift(new Date(), moved)

let target: ConformanceTarget & { port: number }
let world: Awaited<ReturnType<typeof leaseWorld>>
beforeAll(async () => {
  const [, start] = eachPostgres[0] ?? []
  const server = await start?.()
  if (!server) throw new Error('The embedded server did not start')
  target = { ...(await postgresqlTarget(server)), port: server.port }
  world = await leaseWorld(data, target, clock)
}, 120_000)
afterAll(async () => {
  await world.worker.connections.close()
  await target.stop()
}, 60_000)

const state = (id: string) => data.db.lease.findUniqueOrThrow({ where: { id }, include: { revocation: true, facts: { orderBy: { seq: 'asc' } } } })
const actions = async (entity: string, id: string) =>
  (await data.db.auditEntry.findMany({ where: { entity, entityId: id }, orderBy: { id: 'asc' } })).map((entry) => entry.action)

/** Runs the engine until the lease is closed or `attempts` are over, moving the clock to each next attempt. */
async function runUntilQuiet(id: Parameters<typeof advanceLease>[1], attempts = 6) {
  for (let n = 0; n < attempts; n++) {
    await advanceLease(world.worker, id)
    const { state: now, nextAttemptAt } = await state(id)
    if (now === 'ended') return
    moved += Math.max(0, nextAttemptAt.getTime() - clock().getTime())
  }
}

describe('a lease on a real PostgreSQL', () => {
  test('it is minted, works, is shown once, and is proven dead when its holder is done', async () => {
    const id = await world.aLease()
    await advanceLease(world.worker, id)
    expect(await state(id)).toMatchObject({ state: 'active', nativeId: expect.any(String) })

    const { secret } = await revealSecret(world.as(world.requester), { id })
    const { account } = await state(id)
    const session = await openAsHolder(target.port, { account, secret })
    await session.read()
    await expect(session.write()).rejects.toThrow('permission denied')
    await expect(revealSecret(world.as(world.requester), { id })).rejects.toMatchObject({ code: 'conflict' })

    await completeLease(world.as(world.requester), { id })
    await advanceLease(world.worker, id)
    const ended = await state(id)
    expect(ended).toMatchObject({ state: 'ended', endReason: 'done', secretSealed: null, revocation: { state: 'confirmed', problem: null } })
    expect(ended.facts.map(({ kind, ok }) => `${kind}:${ok}`)).toEqual(
      ['mint', 'positive_probe', 'block_logins', 'end_sessions', 'remove_rights', 'remove_account', 'reread', 'negative_probe', 'sessions'].map(
        (kind) => `${kind}:true`,
      ),
    )
    await expect(session.read()).rejects.toThrow()
    await expect(openAsHolder(target.port, { account, secret })).rejects.toMatchObject({ code: '28P01' })
    expect(await target.countAccounts(account)).toBe(0)
    expect(await actions('lease', id)).toEqual(['leases.grant', 'leases.startMinting', 'leases.activate', 'leases.reveal', 'leases.complete'])
  })

  test('it ends by itself when its time is over', async () => {
    const id = await world.aLease({ durationSeconds: 60 })
    await advanceLease(world.worker, id)
    await advanceLease(world.worker, id)
    expect((await state(id)).state).toBe('active')
    moved += 60 * SECOND
    await advanceLease(world.worker, id)
    expect(await state(id)).toMatchObject({ state: 'ended', endReason: 'expired', revocation: { state: 'confirmed' } })
  })

  test('its clock starts at the approval, not when the worker comes to it', async () => {
    const id = await world.aLease({ durationSeconds: 3_600 })
    const { startsAt, endsAt, request } = await data.db.lease.findUniqueOrThrow({ where: { id }, include: { request: true } })
    expect(startsAt).toEqual(request.decidedAt)
    expect(endsAt.getTime() - startsAt.getTime()).toBe(HOUR)
  })

  test('a lease whose time is over before the worker comes to it is never minted', async () => {
    const id = await world.aLease({ durationSeconds: 60 })
    moved += 61 * SECOND
    await advanceLease(world.worker, id)
    const lease = await state(id)
    expect(lease).toMatchObject({ state: 'ended', endReason: 'expired', mintedAt: null, revocation: null })
    expect(await target.countAccounts(lease.account)).toBe(0)
  })

  test('two workers at once mint one account and end it once', async () => {
    const id = await world.aLease()
    await Promise.all([advanceLease(world.worker, id), advanceLease(world.worker, id)])
    const { account, facts } = await state(id)
    expect(facts.filter(({ kind }) => kind === 'mint')).toHaveLength(1)
    await completeLease(world.as(world.requester), { id })
    await Promise.all([advanceLease(world.worker, id), advanceLease(world.worker, id)])
    expect((await state(id)).facts.filter(({ kind }) => kind === 'remove_account')).toHaveLength(1)
    expect(await target.countAccounts(account)).toBe(0)
  })
})

describe('what does not go as it should', () => {
  test('a privilege that cannot be lent ends the lease after a few attempts, and no account is left', async () => {
    const wrong = await leaseWorld(data, { ...target, privilege: 'no_such_group' }, clock)
    const id = await wrong.aLease()
    await runUntilQuiet(id, 12)
    const lease = await state(id)
    expect(lease).toMatchObject({ state: 'ended', endReason: 'mint_failed', mintedAt: null, revocation: { state: 'confirmed' } })
    expect(await target.countAccounts(lease.account)).toBe(0)
    await wrong.worker.connections.close()
  })

  test('a driver that says “dropped” while the account stays ends unconfirmed, is never closed, and is confirmed once the account is really gone', async () => {
    let lies = true
    const honest = target.driver
    const lying: MintingDriver = {
      ...honest,
      kind: 'lying_postgresql',
      revocation: honest.revocation.map((step) => ({
        ...step,
        run: (connection, account, options) =>
          lies ? Promise.resolve({ step: step.name, at: new Date(), changed: true, rows: 1, detail: 'done' }) : step.run(connection, account, options),
      })),
    }
    registerDriver(lying)
    const deceived = await leaseWorld(data, { ...target, kind: 'lying_postgresql' }, clock)
    const id = await deceived.aLease()
    await advanceLease(deceived.worker, id)
    await completeLease(deceived.as(deceived.requester), { id })
    await runUntilQuiet(id, 8)
    const lease = await state(id)
    expect(lease).toMatchObject({
      state: 'ending',
      revocation: { state: 'unconfirmed', problem: expect.stringContaining('the account still exists'), confirmedAt: null },
    })
    expect(lease.secretSealed).not.toBeNull()
    await expect(data.db.lease.update({ where: { id }, data: { state: 'ended' } })).rejects.toThrow('closed only when its revocation was confirmed')

    lies = false
    await runUntilQuiet(id)
    expect(await state(id)).toMatchObject({ state: 'ended', revocation: { state: 'confirmed' } })
    expect(await target.countAccounts(lease.account)).toBe(0)
    await deceived.worker.connections.close()
  })

  test('a target that cannot be reached proves nothing: the revocation is unconfirmed until it answers again', async () => {
    const id = await world.aLease()
    await advanceLease(world.worker, id)
    const { account } = await state(id)
    const { connectionSealed } = await data.db.system.findUniqueOrThrow({ where: { id: world.system.id } })
    const away = await leaseWorld(data, { ...target, settings: target.unreachable }, clock)
    const lost = await data.db.system.findUniqueOrThrow({ where: { id: away.system.id } })
    expect(lost.connectionSealed).not.toBe(connectionSealed)
    await completeLease(world.as(world.requester), { id })
    const unreachable = {
      ...world.worker,
      connections: {
        ...world.worker.connections,
        connectionTo: (context: Parameters<typeof world.worker.connections.connectionTo>[0]) => away.worker.connections.connectionTo(context, away.system.id),
      },
    }
    for (let n = 0; n < 3; n++) {
      await advanceLease(unreachable, id)
      moved += 60 * SECOND
    }
    expect(await state(id)).toMatchObject({ state: 'ending', revocation: { state: 'unconfirmed' } })
    await runUntilQuiet(id)
    expect(await state(id)).toMatchObject({ state: 'ended', revocation: { state: 'confirmed' } })
    expect(await target.countAccounts(account)).toBe(0)
    await away.worker.connections.close()
  })
})
