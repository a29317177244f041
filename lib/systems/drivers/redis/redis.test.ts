import { driverConformance } from '#lib/systems/testing/driver-conformance.ts'
import { redisTarget } from '#lib/systems/testing/redis-target.ts'
import { startDebianRedis } from '#lib/testing/debian-redis.ts'

for (const aclFile of [true, false]) {
  driverConformance(`Redis (Debian), ${aclFile ? 'with' : 'without'} an ACL file`, async () => {
    const server = await startDebianRedis({ aclFile })
    return server && redisTarget(server)
  })
}
