import { listen } from '#lib/db/listen.ts'
import type { Loop } from './every.ts'
import type { Log } from './worker-context.ts'

/** Relays as soon as a change with jobs commits. Notices that come while a relay runs lead to one more run, not to many. */
export async function listenToOutbox(databaseUrl: string, relay: () => Promise<number>, log: Log): Promise<Loop> {
  let running: Promise<void> | null = null
  let again = false
  const run = async () => {
    do {
      again = false
      try {
        await relay()
      } catch (error) {
        log.error({ err: error }, 'relay failed')
      }
    } while (again)
    running = null
  }
  return listen(databaseUrl, 'tenure_outbox', () => {
    if (running) again = true
    else running = run()
  })
}
