import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DiscoveredRecord } from '#lib/systems/discovered.ts'
import type { CallOptions, Connection, DiscoveringDriver } from '#lib/systems/driver.ts'
import { createRegistry } from '#lib/systems/registry.ts'

/** A real system to read, prepared with an estate. */
export type DiscoveryTarget = {
  driver: DiscoveringDriver
  settings: Record<string, unknown>
  /** The settings with an address where nothing listens. */
  unreachable: Record<string, unknown>
  /** Every secret of the estate, in each form in which the system could show it. The secret settings of the connection count without being named. */
  secrets: string[]
  /** Keys of identities that must be found. */
  expects: string[]
  stop(): Promise<void>
}

type Check = (sentence: string, body: (target: DiscoveryTarget, connection: Connection) => Promise<void>) => void

/** Everything that one reading gives. */
async function readAll(driver: DiscoveringDriver, connection: Connection, options?: CallOptions): Promise<DiscoveredRecord[]> {
  const records: DiscoveredRecord[] = []
  for await (const batch of driver.discover(connection, options)) records.push(...batch.map((record) => DiscoveredRecord.parse(record)))
  return records
}

/** What names a record for good; what is going on right now (uses, sessions) has other keys at every reading. */
function lastingKeys(records: readonly DiscoveredRecord[]): string[] {
  return records
    .filter((record) => record.type !== 'activity' && !(record.type === 'note' && record.code === 'session_without_account'))
    .map((record) => `${record.type} ${record.externalId}`)
    .toSorted()
}

function expectNoSecret(text: string, { driver, settings, secrets }: DiscoveryTarget): void {
  const own = driver.secretFields.map((field) => settings[field]).filter((secret) => typeof secret === 'string')
  for (const secret of [...secrets, ...own].filter((each) => each !== '')) expect(text).not.toContain(secret)
}

/**
 * Declares the tests that every driver must pass that reads an inventory, whether it lends access or not, on a real system.
 * `start` brings it up; null means that it cannot be had here, and the tests are reported as skipped.
 */
export function discoveryConformance(name: string, start: () => Promise<DiscoveryTarget | null>): void {
  describe(`discovery conformance: ${name}`, () => {
    let target: DiscoveryTarget | null = null
    let connection: Connection | null = null

    beforeAll(async () => {
      target = await start()
      connection = target && target.driver.connect(target.settings)
    }, 120_000)

    afterAll(async () => {
      await connection?.close()
      await target?.stop()
    }, 60_000)

    const check: Check = (sentence, body) =>
      test(sentence, { timeout: 60_000 }, async ({ skip }) => {
        if (!target || !connection) return skip(`${name} cannot be started here`)
        await body(target, connection)
      })

    declareDiscovery(check)
  })
}

function declareDiscovery(check: Check): void {
  check('the registry takes the driver, and the connection test finds every right that reading needs', async ({ driver }, connection) => {
    expect(createRegistry([driver]).discoveringDriverFor(driver.kind)).toBe(driver)
    const report = await driver.test(connection)
    expect(report).toMatchObject({ reachable: true })
    expect(report.reachable ? report.rights.filter((right) => right.capability === 'discover' && !right.held) : report.reason).toEqual([])
  })

  check('every record is one that the register can hold, under a key of its own', async ({ driver, expects }, connection) => {
    const records = await readAll(driver, connection)
    expect(records.flatMap((record) => (record.type === 'identity' ? [record.externalId] : []))).toEqual(expect.arrayContaining(expects))
    const seen = new Set<string>()
    const twice = records.map((record) => `${record.type} ${record.externalId}`).filter((key) => seen.size === seen.add(key).size)
    expect(twice).toEqual([])
  })

  check('whatever belongs to an identity names one that was read', async ({ driver }, connection) => {
    const records = await readAll(driver, connection)
    const known = new Set(records.flatMap((record) => (record.type === 'identity' ? [record.externalId] : [])))
    expect(records.filter((record) => 'identityExternalId' in record && !known.has(record.identityExternalId))).toEqual([])
  })

  check('reading twice gives the same keys', async ({ driver }, connection) => {
    const first = lastingKeys(await readAll(driver, connection))
    expect(lastingKeys(await readAll(driver, connection))).toEqual(first)
  })

  check('no secret of the estate is in any record, nor a verifier of one', async (target, connection) => {
    expectNoSecret(JSON.stringify(await readAll(target.driver, connection)), target)
  })

  check('a system that does not answer is said to be so, without telling a secret, and never read as empty', async (target) => {
    const { driver, unreachable } = target
    const nowhere = driver.connect(unreachable)
    try {
      const report = await driver.test(nowhere)
      expect(report).toMatchObject({ reachable: false, reason: expect.stringMatching(/\w/) })
      expectNoSecret(JSON.stringify(report), target)
      const failure = await readAll(driver, nowhere).catch((error: unknown) => error)
      expect(failure).toMatchObject({ code: 'unavailable' })
      expectNoSecret(String(failure), target)
    } finally {
      await nowhere.close()
    }
  })

  check('a reading that is stopped before it starts reads nothing', async ({ driver }, connection) => {
    await expect(readAll(driver, connection, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'unavailable' })
  })
}
