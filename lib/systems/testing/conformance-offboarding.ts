import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Connection, Driver, Login, Offboarding, StandingAccount } from '#lib/systems/driver.ts'
import { anOrderFor, type HolderSession, type StandingParts } from './conformance-target.ts'

/** A real target whose driver takes accounts out of service, whether it lends access or not. */
export type OffboardingTarget = {
  driver: Driver
  settings: Record<string, unknown>
  /** The settings with an address where nothing listens. */
  unreachable: Record<string, unknown>
  /** Needed when the driver mints: what it minted is refused too. */
  privilege?: string
  /** Logs in as the holder of a credential; rejects when the target refuses. */
  open(login: Login): Promise<HolderSession>
  /** How many accounts of this name the target has, asked without the driver. */
  countAccounts(account: string): Promise<number>
  standing?: StandingParts
}

type Check = (sentence: string, body: (target: OffboardingTarget, connection: Connection) => Promise<void>) => void

const NAME = 'svc_leaving'

function partsOf({ driver, standing }: OffboardingTarget): { offboarding: Offboarding; standing: StandingParts } {
  const { offboarding } = driver
  if (!offboarding || !standing) throw new Error(`${driver.kind}: a driver that declares offboard is tested with the standing accounts of its target`)
  return { offboarding, standing }
}

/** The same tests for a driver that offboards and does not mint. `start` brings the target up; null means that it cannot be had here. */
export function offboardingConformance(name: string, start: () => Promise<(OffboardingTarget & { stop(): Promise<void> }) | null>): void {
  describe(`offboarding conformance: ${name}`, () => {
    let target: Awaited<ReturnType<typeof start>> = null
    let connection: Connection | null = null

    beforeAll(async () => {
      target = await start()
      connection = target && target.driver.connect(target.settings)
    }, 120_000)

    afterAll(async () => {
      await connection?.close()
      await target?.stop()
    }, 60_000)

    declareOffboarding((sentence, body) =>
      test(sentence, { timeout: 60_000 }, async ({ skip }) => {
        if (!target || !connection) return skip(`${name} cannot be started here`)
        await body(target, connection)
      }),
    )
  })
}

/** A standing account on its way out of service and back, and out for good; each test goes on where the one before it stopped. */
export function declareOffboarding(check: Check): void {
  // Filled as the tests go on.
  const run = {} as { login: Login; session: HolderSession; remembered: string | null }

  check('a standing account is read as it is, with the session that is open', async (it, connection) => {
    const { offboarding, standing } = partsOf(it)
    expect(await offboarding.reread(connection, standing.account(NAME))).toMatchObject({ exists: false, enabled: false })
    run.login = await standing.create(NAME)
    run.session = await it.open(run.login)
    await run.session.read()
    const facts = await offboarding.reread(connection, standing.account(NAME))
    expect(facts).toMatchObject({ exists: true, enabled: true, targetTime: expect.any(Date) })
    if (facts.sessions !== null) expect(facts.sessions).toBe(1)
  })

  check('disabling it refuses a new login and ends the open session', async (it, connection) => {
    const { offboarding, standing } = partsOf(it)
    run.remembered = await offboarding.remember(connection, standing.account(NAME))
    const step = await offboarding.disable(connection, standing.account(NAME))
    expect(step).toMatchObject({ changed: true, at: expect.any(Date), detail: expect.stringMatching(/\w/) })
    await expect(it.open(run.login)).rejects.toThrow()
    if (standing.sessionsSurvive) expect(step.detail).toMatch(/session/i)
    else await expect(run.session.read()).rejects.toThrow()
    await run.session.close()
    const facts = await offboarding.reread(connection, standing.account(NAME))
    expect(facts).toMatchObject({ exists: true, enabled: false })
    if (!standing.sessionsSurvive) expect(facts.sessions ?? 0).toBe(0)
  })

  check('disabling it again changes nothing', async (it, connection) => {
    const { offboarding, standing } = partsOf(it)
    expect(await offboarding.disable(connection, standing.account(NAME))).toMatchObject({ changed: false })
    await expect(it.open(run.login)).rejects.toThrow()
  })

  check('restoring it brings the very same login back, and restoring it again changes nothing', async (it, connection) => {
    const { offboarding, standing } = partsOf(it)
    expect(await offboarding.restore(connection, standing.account(NAME), run.remembered)).toMatchObject({ changed: true })
    const session = await it.open(run.login)
    await session.read()
    expect(await offboarding.restore(connection, standing.account(NAME), run.remembered)).toMatchObject({ changed: false })
    await session.read()
    await session.close()
    expect(await offboarding.reread(connection, standing.account(NAME))).toMatchObject({ exists: true, enabled: true })
  })

  check('while something hangs on it, it is not removed, and the refusal names what', async (it, connection) => {
    const { offboarding, standing } = partsOf(it)
    const account = standing.account(NAME)
    await offboarding.disable(connection, account)
    const hanging = await standing.hangOn?.(account)
    if (!hanging) return
    expect((await offboarding.reread(connection, account)).dependents.join('\n')).toContain(hanging.named)
    await expect(offboarding.remove(connection, account)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining(hanging.named) })
    expect(await it.countAccounts(NAME)).toBe(1)
    await hanging.letGo()
  })

  check('removing it deletes it, and removing it again changes nothing', async (it, connection) => {
    const { offboarding, standing } = partsOf(it)
    const account = standing.account(NAME)
    expect(await offboarding.remove(connection, account)).toMatchObject({ changed: true })
    expect(await it.countAccounts(NAME)).toBe(0)
    expect(await offboarding.reread(connection, account)).toMatchObject({ exists: false, enabled: false, dependents: [] })
    await expect(it.open(run.login)).rejects.toThrow()
    expect(await offboarding.remove(connection, account)).toMatchObject({ changed: false })
  })

  check('an account that does not exist cannot be disabled or restored', async (it, connection) => {
    const { offboarding, standing } = partsOf(it)
    const nobody = standing.account('svc_nobody')
    await expect(offboarding.disable(connection, nobody)).rejects.toMatchObject({ code: 'not_found' })
    await expect(offboarding.restore(connection, nobody, null)).rejects.toMatchObject({ code: 'not_found' })
  })

  check("Tenure's own account and what it minted are refused, and still work", async (it, connection) => {
    const { offboarding, standing } = partsOf(it)
    await refusesAll(offboarding, connection, standing.own)
    const { driver, privilege } = it
    if (!driver.mint || !driver.accountName || !driver.probe || privilege === undefined) return
    const order = anOrderFor({ driver: { accountName: driver.accountName }, privilege })
    await driver.mint(connection, order)
    await refusesAll(offboarding, connection, standing.account(order.account))
    expect(await driver.probe(connection, order)).toMatchObject({ outcome: 'accepted' })
  })

  check('nothing is said about an account on a target that does not answer, or by a call that is stopped', async (it, connection) => {
    const { offboarding, standing } = partsOf(it)
    const account = standing.account(NAME)
    const nowhere = it.driver.connect(it.unreachable)
    try {
      for (const [name, call] of callsOf(offboarding, account)) await expect(call(nowhere), name).rejects.toMatchObject({ code: 'unavailable' })
      for (const [name, call] of callsOf(offboarding, account))
        await expect(call(connection, AbortSignal.abort()), `${name}, stopped`).rejects.toMatchObject({ code: 'unavailable' })
    } finally {
      await nowhere.close()
    }
  })
}

type Call = (connection: Connection, signal?: AbortSignal) => Promise<unknown>

const callsOf = (offboarding: Offboarding, account: StandingAccount): [name: string, call: Call][] => [
  ['remember', (connection, signal) => offboarding.remember(connection, account, { signal })],
  ['disable', (connection, signal) => offboarding.disable(connection, account, { signal })],
  ['restore', (connection, signal) => offboarding.restore(connection, account, null, { signal })],
  ['remove', (connection, signal) => offboarding.remove(connection, account, { signal })],
  ['reread', (connection, signal) => offboarding.reread(connection, account, { signal })],
]

async function refusesAll(offboarding: Offboarding, connection: Connection, account: StandingAccount): Promise<void> {
  await expect(offboarding.disable(connection, account), account.name).rejects.toMatchObject({ code: 'conflict' })
  await expect(offboarding.restore(connection, account, null), account.name).rejects.toMatchObject({ code: 'conflict' })
  await expect(offboarding.remove(connection, account), account.name).rejects.toMatchObject({ code: 'conflict' })
}
