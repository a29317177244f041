import { afterAll, expect, test } from 'vitest'
import { LeaseId, type SystemId } from '#lib/core/ids.ts'
import { asSuperuser, guideSettings, type PostgresServer, prepareByTheGuide } from '#lib/systems/testing/postgresql-target.ts'
import { eachPostgres } from '#lib/systems/testing/each-postgres.ts'
import { testData } from '#lib/testing/contexts.ts'
import { leaseWorld } from '#lib/testing/lease-world.ts'
import { syncWorld } from '#lib/testing/sync-world.ts'
import { advanceLease } from './lease-engine/advance-lease.ts'

const data = await testData()
const world = await syncWorld(data, () => new Date())
const stops: (() => Promise<void>)[] = []
afterAll(async () => {
  await world.worker.connections.close()
  for (const stop of stops) await stop()
})

const named = (system: SystemId, name: string) =>
  data.db.identity.findFirst({ where: { systemId: system, name }, include: { credentials: true, entitlements: { orderBy: { externalId: 'asc' } } } })

test.each(eachPostgres)(
  '%s is discovered through the account of the guide, twice the same, and what changes there changes here',
  { timeout: 120_000 },
  async (_name, start) => {
    const server = await start()
    if (!server) return
    stops.push(() => server.stop())
    await prepareByTheGuide(server)
    await asSuperuser(
      server,
      (client) => client.query(`CREATE ROLE reporting LOGIN PASSWORD 'x' VALID UNTIL '2027-03-04'; GRANT app_reader TO reporting; CREATE ROLE old_etl LOGIN`),
      'shop',
    )
    const system = await world.connect('postgresql', guideSettings(server, 'tenure_discovery'))

    const first = await world.discover(system)
    expect(first.problem).toBeNull()
    expect(first.counts?.totals.identities).toBe(await rolesOf(server))
    const reporting = await named(system, 'reporting')
    expect(reporting).toMatchObject({ enabled: true, sourceExpiresAt: expect.any(Date), credentials: [{ kind: 'password' }], ownerId: null })
    expect(reporting?.entitlements.map(({ resource, action }) => `${action} ${resource}`)).toContain('MEMBER app_reader')
    expect(await data.db.privilege.findFirst({ where: { systemId: system, name: 'app_reader' } })).toMatchObject({ offered: false })

    const between = await writtenUntilNow()
    const second = await world.discover(system)
    expect(second.counts).toMatchObject({
      identities: { new: 0, vanished: 0, returned: 0 },
      entitlements: { new: 0, changed: 0, vanished: 0, returned: 0 },
      privileges: { new: 0, changed: 0, vanished: 0 },
    })
    // Its own last use is all that a discovery changes on a server where nothing else goes on
    expect(await writtenSince(between)).toEqual(['tenure_discovery'])

    await asSuperuser(
      server,
      (client) => client.query('REVOKE app_reader FROM reporting; ALTER ROLE reporting NOLOGIN; DROP ROLE old_etl; CREATE ROLE new_etl LOGIN'),
      'shop',
    )
    const third = await world.discover(system)
    expect(third.counts?.identities).toMatchObject({ new: 1, vanished: 1 })
    const after = await named(system, 'reporting')
    expect(after).toMatchObject({ id: reporting?.id, enabled: false })
    expect(after?.entitlements.find(({ resource }) => resource === 'app_reader')?.vanishedAt).not.toBeNull()
    expect(await named(system, 'old_etl')).toMatchObject({ vanishedAt: expect.any(Date) })
  },
)

test('the role of a lease that is active on the server belongs to the lease; a copy of it that no lease explains is shown, marked', {
  timeout: 120_000,
}, async () => {
  const server = await eachPostgres[0]?.[1]()
  if (!server) throw new Error('the embedded PostgreSQL did not start')
  stops.push(() => server.stop())
  await prepareByTheGuide(server)
  const lending = await leaseWorld(data, { settings: guideSettings(server, 'tenure_broker'), privilege: 'app_reader' }, () => new Date())
  stops.unshift(() => lending.worker.connections.close())
  const leaseId = await lending.aLease()
  await advanceLease(lending.worker, leaseId)
  expect(await data.db.lease.findUnique({ where: { id: leaseId } })).toMatchObject({ state: 'active' })
  const orphan = `tenure_${LeaseId.create()}`
  await asSuperuser(server, (client) => client.query(`CREATE ROLE ${orphan} LOGIN`))

  const run = await world.discover(lending.system.id)
  expect(run.counts).toMatchObject({ leftOut: { leaseAccounts: 1, withoutIdentity: 0 } })
  expect(await named(lending.system.id, `tenure_${leaseId}`)).toBeNull()
  expect(await named(lending.system.id, orphan)).toMatchObject({ attributes: { mintedWithoutLease: true } })
})

async function rolesOf(server: PostgresServer): Promise<number> {
  return asSuperuser(
    server,
    async (client) => (await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM pg_roles WHERE rolname !~ '^pg_'`)).rows[0]?.n ?? 0,
  )
}

async function writtenUntilNow(): Promise<Date> {
  return (await data.pool.query<{ at: Date }>('SELECT clock_timestamp() AS at')).rows[0]?.at ?? new Date(0)
}

/** The identities of which a row was written since then: their own, or one of a credential, an entitlement or a privilege (by its name). */
async function writtenSince(at: Date): Promise<string[]> {
  const { rows } = await data.pool.query<{ name: string }>(
    `SELECT name FROM identity WHERE valid_from > $1 UNION SELECT i.name FROM credential c JOIN identity i ON i.id = c.identity_id WHERE c.valid_from > $1
     UNION SELECT i.name FROM entitlement e JOIN identity i ON i.id = e.identity_id WHERE e.valid_from > $1 UNION SELECT name FROM privilege WHERE valid_from > $1 ORDER BY 1`,
    [at],
  )
  return rows.map(({ name }) => name)
}
