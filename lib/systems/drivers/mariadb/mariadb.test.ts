import { driverConformance } from '#lib/systems/testing/driver-conformance.ts'
import { mariadbTarget } from '#lib/systems/testing/mariadb-target.ts'
import { startDebianMariadb } from '#lib/testing/debian-mariadb.ts'

driverConformance('MariaDB (Debian)', async () => {
  const server = await startDebianMariadb()
  return server && mariadbTarget(server)
})
