import { config } from '#lib/config/config.ts'
import { createLog } from '#lib/config/log.ts'
import { evidenceSigner } from '#lib/crypto/evidence-signer.ts'
import { startWorker } from '#lib/jobs/worker.ts'
import { untilToldToStop } from '../supervisor.ts'

/** `tenure worker`: works until told to stop. What it leaves undone, the next worker takes up. */
export async function worker(): Promise<number> {
  const settings = config()
  const { stop } = await startWorker({
    databaseUrl: settings.DATABASE_URL,
    keyring: settings.TENURE_ENCRYPTION_KEYS,
    signer: evidenceSigner(settings),
    log: createLog(settings.TENURE_LOG_LEVEL, 'worker'),
  })
  await untilToldToStop()
  await stop()
  return 0
}
