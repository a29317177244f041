import type { Context } from '#lib/command/context.ts'
import type { Connections } from './connections.ts'

/** What every handler gets: the worker's resources, and a clock that tests move. */
export type WorkerContext = Omit<Context, 'actor' | 'now' | 'requestId'> & { clock: () => Date; connections: Connections; log: Log }

export type Log = { info(fields: object, message: string): void; warn(fields: object, message: string): void; error(fields: object, message: string): void }

/** The context of one command that a job runs, at this moment. */
export function asJob(worker: WorkerContext, job: string): Context {
  return { db: worker.db, pool: worker.pool, keyring: worker.keyring, actor: { kind: 'system', job }, now: worker.clock(), requestId: null }
}
