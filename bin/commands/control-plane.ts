import { createControlPlane } from '#control-plane/server.ts'
import { config } from '#lib/config/config.ts'
import { createLog } from '#lib/config/log.ts'
import { evidenceSigner } from '#lib/crypto/evidence-signer.ts'
import { createDb } from '#lib/db/client.ts'
import { createPool } from '#lib/db/pool.ts'
import { untilToldToStop } from '../supervisor.ts'

/** `tenure control-plane`: answers machines until told to stop, then finishes what it has begun. */
export async function controlPlane(): Promise<number> {
  const settings = config()
  const pool = createPool(settings.DATABASE_URL, { connections: 6 })
  const db = createDb(settings.DATABASE_URL, { connections: 6 })
  const server = createControlPlane({
    log: createLog(settings.TENURE_LOG_LEVEL, 'control-plane'),
    signer: evidenceSigner(settings),
    ping: () => pool.query('SELECT 1'),
    services: { db, pool, keyring: settings.TENURE_ENCRYPTION_KEYS, clock: () => new Date() },
  })
  await server.listen({ host: settings.TENURE_HOST, port: settings.TENURE_CONTROL_PLANE_PORT })
  await untilToldToStop()
  await server.close()
  await Promise.all([db.$disconnect(), pool.end()])
  return 0
}
