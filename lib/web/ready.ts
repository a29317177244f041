import 'server-only'
import { log } from './log.ts'
import { services } from './services.ts'

/** Whether the database answers. */
export async function isReady(): Promise<boolean> {
  try {
    await services().pool.query('SELECT 1')
    return true
  } catch (error) {
    log().warn({ err: error }, 'not ready')
    return false
  }
}
