import type { Tx } from '#lib/db/client.ts'

/** A job to run after the commit. Its data is plain JSON and holds ids, never secrets. */
export type JobOrder = { job: JobName; data: Record<string, string | number | boolean | null>; startAfter?: Date }

export const JOBS = ['systems.sync', 'leases.grant', 'leases.advance', 'access.lapse', 'findings.derive', 'lifecycle.advance'] as const
export type JobName = (typeof JOBS)[number]

/** Asks for jobs in the transaction of the change: they run when, and only when, it commits. */
export async function enqueue(tx: Tx, orders: readonly JobOrder[]): Promise<void> {
  await tx.outbox.createMany({ data: orders.map(({ job, data, startAfter }) => ({ job, data, startAfter: startAfter ?? null })) })
}
