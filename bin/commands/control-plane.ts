import { createControlPlane } from '#control-plane/server.ts'
import { config } from '#lib/config/config.ts'
import { createLog } from '#lib/config/log.ts'
import { evidenceSigner } from '#lib/crypto/evidence-signer.ts'
import { createPool } from '#lib/db/pool.ts'
import { untilToldToStop } from '../supervisor.ts'

/** `tenure control-plane`: answers machines until told to stop, then finishes what it has begun. */
export async function controlPlane(): Promise<number> {
  const settings = config()
  const pool = createPool(settings.DATABASE_URL, { connections: 2 })
  const server = createControlPlane({
    log: createLog(settings.TENURE_LOG_LEVEL, 'control-plane'),
    signer: evidenceSigner(settings),
    ping: () => pool.query('SELECT 1'),
  })
  await server.listen({ host: settings.TENURE_HOST, port: settings.TENURE_CONTROL_PLANE_PORT })
  await untilToldToStop()
  await server.close()
  await pool.end()
  return 0
}
