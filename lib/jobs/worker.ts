import { PgBoss } from 'pg-boss'
import { JOBS } from '#lib/command/outbox.ts'
import { MINUTE, SECOND } from '#lib/core/time.ts'
import { createDb } from '#lib/db/client.ts'
import { createPool } from '#lib/db/pool.ts'
import type { Keyring } from '#lib/crypto/envelope.ts'
import type { Signer } from '#lib/crypto/signing.ts'
import { createConnections } from './connections.ts'
import { handlers } from './handlers.ts'
import { listenToOutbox } from './listen-to-outbox.ts'
import { relayOutbox } from '#lib/command/relay-outbox.ts'
import { every } from './every.ts'
import { deriveByTheClock } from './derive-findings.ts'
import { resumeSyncs } from './resume-syncs.ts'
import { enforceExpiry, sweepOffboardings, sweepReadings } from './offboarding-engine/sweep-offboardings.ts'
import { sweepSyncs } from './sweep-syncs.ts'
import { runUpkeep, sweepLeases } from './sweeps.ts'
import type { Log, WorkerContext } from './worker-context.ts'

export type WorkerOptions = { databaseUrl: string; keyring: Keyring; signer: Signer; log: Log; clock?: () => Date }

/**
 * Starts the worker: it relays the outbox into the queue, works the queue, and sweeps for leases whose next step is due, the longest overdue
 * first, so that work which a dead worker left behind is taken up at once. Any number of workers run over one database.
 */
export async function startWorker({ databaseUrl, keyring, signer, log, clock = () => new Date() }: WorkerOptions) {
  const db = createDb(databaseUrl, { connections: 10 })
  const pool = createPool(databaseUrl, { connections: 20 })
  const connections = createConnections()
  const worker: WorkerContext & { signer: Signer } = { db, pool, keyring, clock, connections, log, signer }

  const boss = new PgBoss({ connectionString: databaseUrl, application_name: 'tenure', max: 4, schedule: false })
  boss.on('error', (error: unknown) => log.error({ err: error }, 'queue'))
  await boss.start()
  for (const name of JOBS) {
    await boss.createQueue(name, { retryLimit: 20, retryDelay: 2, retryBackoff: true, retryDelayMax: 600, expireInSeconds: 3_600 })
    await boss.work(name, { pollingIntervalSeconds: 0.5, batchSize: 1 }, async ([job]) => {
      if (job) await handlers[name](worker, job.data as Record<string, unknown>)
    })
  }
  const relay = () => relayOutbox(pool, boss)
  const loops = [
    await listenToOutbox(databaseUrl, relay, log),
    every(2 * SECOND, relay, log, 'relay'),
    every(2 * SECOND, () => sweepLeases(worker), log, 'sweep'),
    every(5 * SECOND, () => runUpkeep(worker), log, 'upkeep'),
    every(MINUTE, () => resumeSyncs(worker), log, 'resume'),
    every(MINUTE, () => sweepSyncs(worker), log, 'syncs'),
    every(MINUTE, () => deriveByTheClock(worker), log, 'findings'),
    every(5 * SECOND, () => sweepOffboardings(worker), log, 'offboardings'),
    every(MINUTE, () => sweepReadings(worker), log, 'readings'),
    every(MINUTE, () => enforceExpiry(worker), log, 'expiry'),
  ]
  log.info({}, 'worker ready')

  async function stop(): Promise<void> {
    await Promise.allSettled(loops.map((loop) => loop.stop()))
    await boss.stop({ graceful: true, timeout: 10_000 })
    await connections.close()
    await Promise.allSettled([db.$disconnect(), pool.end()])
  }

  return { worker, stop }
}
