import { afterAll, expect, test } from 'vitest'
import type { SystemId } from '#lib/core/ids.ts'
import { asSuperuser, guideSettings, type PostgresServer, prepareByTheGuide } from '#lib/systems/testing/postgresql-target.ts'
import { eachPostgres } from '#lib/systems/testing/each-postgres.ts'
import { testData } from '#lib/testing/contexts.ts'
import { registerState, syncWorld } from '#lib/testing/sync-world.ts'

const data = await testData()
const world = await syncWorld(data, () => new Date())
const stops: (() => Promise<void>)[] = []
afterAll(async () => {
  await world.worker.connections.close()
  for (const stop of stops) await stop()
})

const named = (system: SystemId, name: string) =>
  data.db.identity.findFirst({ where: { systemId: system, name }, include: { credentials: true, entitlements: { orderBy: { externalId: 'asc' } } } })

test.each(eachPostgres)('%s is discovered through the account of the guide, twice the same, and what changes there changes here', { timeout: 120_000 }, async (_name, start) => {
  const server = await start()
  if (!server) return
  stops.push(() => server.stop())
  await prepareByTheGuide(server)
  await asSuperuser(server, (client) => client.query(`CREATE ROLE reporting LOGIN PASSWORD 'x' VALID UNTIL '2027-03-04'; GRANT app_reader TO reporting; CREATE ROLE old_etl LOGIN`), 'shop')
  const system = await world.connect('postgresql', guideSettings(server, 'tenure_discovery'))

  const first = await world.discover(system)
  expect(first.problem).toBeNull()
  expect(first.counts?.totals.identities).toBe(await rolesOf(server))
  const reporting = await named(system, 'reporting')
  expect(reporting).toMatchObject({ enabled: true, sourceExpiresAt: expect.any(Date), credentials: [{ kind: 'password' }], ownerId: null })
  expect(reporting?.entitlements.map(({ resource, action }) => `${action} ${resource}`)).toContain('MEMBER app_reader')
  expect(await data.db.privilege.findFirst({ where: { systemId: system, name: 'app_reader' } })).toMatchObject({ offered: false })

  const before = await registerState(data)
  const second = await world.discover(system)
  expect(second.counts).toMatchObject({ identities: { new: 0, vanished: 0, returned: 0 }, entitlements: { new: 0, changed: 0, vanished: 0, returned: 0 }, privileges: { new: 0, changed: 0, vanished: 0 } })
  const changed = await changedSince(before.content)
  expect(changed).toEqual([])

  await asSuperuser(server, (client) => client.query('REVOKE app_reader FROM reporting; ALTER ROLE reporting NOLOGIN; DROP ROLE old_etl; CREATE ROLE new_etl LOGIN'), 'shop')
  const third = await world.discover(system)
  expect(third.counts?.identities).toMatchObject({ new: 1, vanished: 1 })
  const after = await named(system, 'reporting')
  expect(after).toMatchObject({ id: reporting?.id, enabled: false })
  expect(after?.entitlements.find(({ resource }) => resource === 'app_reader')?.vanishedAt).not.toBeNull()
  expect(await named(system, 'old_etl')).toMatchObject({ vanishedAt: expect.any(Date) })
})

async function rolesOf(server: PostgresServer): Promise<number> {
  return asSuperuser(server, async (client) => (await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM pg_roles WHERE rolname !~ '^pg_'`)).rows[0]?.n ?? 0)
}

/** The tables of the register whose rows differ from before. Tenure's own account is used by each discovery, so its last use moves. */
async function changedSince(content: Record<string, string>): Promise<string[]> {
  const now = (await registerState(data)).content
  return Object.keys(content).filter((table) => content[table] !== now[table])
}
