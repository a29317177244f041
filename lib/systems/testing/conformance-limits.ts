import { expect } from 'vitest'
import { MINUTE, shift } from '#lib/core/time.ts'
import { accountOf, anOrderFor, type Check, type ConformanceRun } from './conformance-target.ts'

/** What a driver must not do: prove without an answer, touch what is not ours, mint what may not be, tell a secret. */
export function declareLimits(check: Check, run: Pick<ConformanceRun, 'connection'>): void {
  check('a lease that was never minted can be revoked', async (it) => {
    for (const step of it.driver.revocation)
      expect(await step.run(run.connection, accountOf(anOrderFor(it))), step.name).toMatchObject({ changed: false, rows: 0 })
  })

  check('a target that does not answer proves nothing', async (it) => {
    const { driver, unreachable } = it
    const order = anOrderFor(it)
    const nowhere = driver.connect(unreachable)
    try {
      expect(await driver.test(nowhere)).toMatchObject({ reachable: false })
      expect(await driver.probe(nowhere, order)).toMatchObject({ outcome: 'inconclusive' })
      await expect(driver.mint(nowhere, order)).rejects.toMatchObject({ code: 'unavailable' })
      await expect(driver.reread(nowhere, accountOf(order))).rejects.toMatchObject({ code: 'unavailable' })
      await expect(driver.residual(nowhere, accountOf(order))).rejects.toMatchObject({ code: 'unavailable' })
      for (const step of driver.revocation) await expect(step.run(nowhere, accountOf(order)), step.name).rejects.toMatchObject({ code: 'unavailable' })
    } finally {
      await nowhere.close()
    }
  })

  check('an account without our mark is never touched, whatever it is called', async (it) => {
    const { driver, plant, countAccounts } = it
    const planted = anOrderFor(it)
    await plant(planted.account)
    await plant('app_of_somebody')
    for (const account of [accountOf(planted), { ...accountOf(planted), account: 'app_of_somebody' }]) {
      for (const step of driver.revocation)
        await expect(step.run(run.connection, account), `${step.name} on ${account.account}`).rejects.toMatchObject({ code: 'conflict' })
      await expect(driver.mint(run.connection, { ...planted, account: account.account })).rejects.toMatchObject({ code: 'conflict' })
      expect(await countAccounts(account.account)).toBe(1)
    }
    expect(await driver.reread(run.connection, accountOf(planted))).toMatchObject({ exists: true, ours: false })
  })

  check('nothing is minted for a lease that is over, or with a privilege that does not exist', async (it) => {
    const { driver, countAccounts } = it
    const late = anOrderFor(it)
    await expect(driver.mint(run.connection, { ...late, validUntil: shift(new Date(), -MINUTE) })).rejects.toMatchObject({ code: 'conflict' })
    await expect(driver.mint(run.connection, { ...late, privilege: 'no_such_privilege' })).rejects.toMatchObject({ code: 'not_found' })
    expect(await countAccounts(late.account)).toBe(0)
  })

  check('a call that is stopped before it starts does nothing', async (it) => {
    const { driver, countAccounts } = it
    const stopped = anOrderFor(it)
    await expect(driver.mint(run.connection, stopped, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'unavailable' })
    expect(await countAccounts(stopped.account)).toBe(0)
  })

  check('no error tells the secret', async (it) => {
    const { driver, unreachable } = it
    const order = anOrderFor(it)
    const nowhere = driver.connect(unreachable)
    const failures = await Promise.allSettled([driver.mint(nowhere, order), driver.mint(run.connection, { ...order, privilege: 'no_such_privilege' })])
    await nowhere.close()
    for (const failure of failures) {
      expect(failure.status).toBe('rejected')
      expect(JSON.stringify(failure, errorsToo)).not.toContain(order.secret)
    }
  })
}

/** JSON of an error with what it hides: message, stack and causes. */
function errorsToo(_key: string, value: unknown): unknown {
  return value instanceof Error ? { code: 'code' in value ? value.code : null, message: value.message, stack: value.stack, cause: value.cause } : value
}
