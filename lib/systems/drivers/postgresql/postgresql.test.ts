import { driverConformance } from '#lib/systems/testing/driver-conformance.ts'
import { eachPostgres } from '#lib/systems/testing/each-postgres.ts'
import { postgresqlTarget } from '#lib/systems/testing/postgresql-target.ts'

for (const [name, start] of eachPostgres) {
  driverConformance(name, async () => {
    const server = await start()
    return server && postgresqlTarget(server)
  })
}
