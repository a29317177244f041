import { expect } from 'vitest'
import { createRegistry } from '#lib/systems/registry.ts'
import { accountOf, aSecret, type Check, type ConformanceRun, endOf } from './conformance-target.ts'

/** A lease from before its mint to the proof of its end; each test goes on where the one before it stopped. */
export function declareLife(check: Check, run: ConformanceRun): void {
  check('the registry takes the driver, and the connection test finds every right', async ({ driver }) => {
    expect(createRegistry([driver]).mintingDriverFor(driver.kind)).toBe(driver)
    const report = await driver.test(run.connection)
    expect(report).toMatchObject({ reachable: true })
    expect(report.reachable ? report.rights.filter((right) => !right.held) : report.reason).toEqual([])
  })

  check('before the mint there is no account, and its credential is refused', async ({ driver }) => {
    expect(await driver.reread(run.connection, accountOf(run.order))).toMatchObject({ exists: false, ours: false, sessions: 0 })
    expect(await driver.probe(run.connection, run.order)).toMatchObject({ outcome: 'refused' })
  })

  check('a minted credential is accepted, and the account is as ordered', async (it) => {
    const { driver } = it
    run.minted = await driver.mint(run.connection, run.order)
    expect(run.minted).toMatchObject({
      outcome: 'created',
      account: { leaseId: run.order.leaseId, account: run.order.account, privilege: run.order.privilege },
      validUntil: run.order.validUntil,
    })
    expect(await driver.probe(run.connection, run.order)).toMatchObject({ outcome: 'accepted' })
    const facts = await driver.reread(run.connection, run.minted.account)
    expect(facts).toMatchObject({ exists: true, ours: true, canLogin: true, validUntil: endOf(it, run.order), memberOf: [run.order.privilege] })
  })

  check('it can do what was lent and nothing more', async ({ open }) => {
    run.session = await open(run.order)
    await run.session.read()
    await expect(run.session.write()).rejects.toThrow()
  })

  check('another secret is refused while the account lives', async ({ driver }) => {
    expect(await driver.probe(run.connection, { account: run.order.account, secret: aSecret() })).toMatchObject({ outcome: 'refused', code: expect.anything() })
  })

  check('minting again makes no second account: the new secret works, the old one is dead', async ({ driver, countAccounts }) => {
    const former = run.order.secret
    run.order = { ...run.order, secret: aSecret() }
    run.minted = await driver.mint(run.connection, run.order)
    expect(run.minted.outcome).toBe('restored')
    expect(await countAccounts(run.order.account)).toBe(1)
    expect(await driver.probe(run.connection, run.order)).toMatchObject({ outcome: 'accepted' })
    expect(await driver.probe(run.connection, { account: run.order.account, secret: former })).toMatchObject({ outcome: 'refused' })
  })

  check('the residual clock shows the login until its end and the open session', async (it) => {
    const left = await it.driver.residual(run.connection, run.minted.account)
    expect(left).toContainEqual(expect.objectContaining({ what: 'login', until: endOf(it, run.order) }))
    expect(left).toContainEqual(expect.objectContaining({ what: 'session', count: 1 }))
  })

  check('every step of the revocation does something, and nothing when it is repeated', async ({ driver }) => {
    for (const step of driver.revocation) {
      expect(await step.run(run.connection, run.minted.account), step.name).toMatchObject({ step: step.name, changed: true })
      expect(await step.run(run.connection, run.minted.account), `${step.name}, repeated`).toMatchObject({ step: step.name, changed: false, rows: 0 })
    }
  })

  check('the session that was open is dead', async () => {
    await expect(run.session.read()).rejects.toThrow()
  })

  check("the end is proven: no account, no session, nothing left to run out, and the target's own refusal", async ({ driver, countAccounts, open }) => {
    expect(await driver.reread(run.connection, run.minted.account)).toMatchObject({ exists: false, sessions: 0, memberOf: [] })
    expect(await driver.residual(run.connection, run.minted.account)).toEqual([])
    expect(await driver.probe(run.connection, run.order)).toMatchObject({ outcome: 'refused', code: expect.anything(), reason: expect.stringMatching(/\w/) })
    expect(await countAccounts(run.order.account)).toBe(0)
    await expect(open(run.order)).rejects.toThrow()
  })

  check('the whole revocation again finds nothing to do', async ({ driver }) => {
    for (const step of driver.revocation) expect(await step.run(run.connection, run.minted.account), step.name).toMatchObject({ changed: false, rows: 0 })
  })
}
