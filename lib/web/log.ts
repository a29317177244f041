import 'server-only'
import { config } from '#lib/config/config.ts'
import { createLog, type Logger } from '#lib/config/log.ts'

let shared: Logger | undefined

/** The web process's log. */
export function log(): Logger {
  shared ??= createLog(config().TENURE_LOG_LEVEL, 'web')
  return shared
}
