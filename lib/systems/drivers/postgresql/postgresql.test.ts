import { discoveryConformance } from '#lib/systems/testing/conformance-discovery.ts'
import { driverConformance } from '#lib/systems/testing/driver-conformance.ts'
import { eachPostgres } from '#lib/systems/testing/each-postgres.ts'
import { ESTATE, HOSTILE } from '#lib/systems/testing/postgresql-estate.ts'
import { asSuperuser, guideSettings, postgresqlTarget, prepareByTheGuide } from '#lib/systems/testing/postgresql-target.ts'
import { discoveringDriverFor } from '#lib/systems/registry.ts'

for (const [name, start] of eachPostgres) {
  driverConformance(name, async () => {
    const server = await start()
    return server && postgresqlTarget(server)
  })

  discoveryConformance(name, async () => {
    const server = await start()
    if (!server) return null
    await prepareByTheGuide(server)
    const verifiers = await asSuperuser(
      server,
      async (client) => {
        await client.query(ESTATE)
        return (await client.query<{ secret: string }>('SELECT rolpassword AS secret FROM pg_authid WHERE rolpassword IS NOT NULL')).rows
      },
      'shop',
    )
    return {
      driver: discoveringDriverFor('postgresql'),
      settings: guideSettings(server, 'tenure_discovery'),
      unreachable: { ...guideSettings(server, 'tenure_discovery', 1), connectTimeoutMs: 500 },
      secrets: ['old-static', ...verifiers.map(({ secret }) => secret)],
      expects: ['svc_billing', 'ops', 'tenure', HOSTILE],
      stop: () => server.stop(),
    }
  })
}
