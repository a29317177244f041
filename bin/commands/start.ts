import { config } from '#lib/config/config.ts'
import { createLog } from '#lib/config/log.ts'
import { migrateDeploy } from '#lib/db/migrate-deploy.ts'
import { processPlans } from '../process-plans.ts'
import { supervise, untilToldToStop } from '../supervisor.ts'

/** `tenure start`: brings the database up to date and runs web, control plane and worker until told to stop. */
export async function start(): Promise<number> {
  const settings = config()
  const log = createLog(settings.TENURE_LOG_LEVEL, 'supervisor')
  const applied = await migrateDeploy(settings.DATABASE_URL)
  if (applied.length > 0) log.info({ applied }, 'database migrated')
  const supervisor = supervise(
    processPlans(settings, process.env, () => 'inherit'),
    (name, how) => log.error({ process: name, how }, 'process died, starting it again'),
  )
  log.info({ url: settings.TENURE_URL }, 'started')
  await untilToldToStop()
  await supervisor.stop()
  return 0
}
