import type { WorkerContext } from '../worker-context.ts'

const ATTEMPTS = 3

/**
 * Makes the partitions for months (`2026-11`) of activity that have none. Outside of the merge: making one locks the whole table, which must not last.
 * Another worker may make the same one at the same moment; then it is there at the next attempt.
 */
export async function ensureMonths(worker: WorkerContext, months: ReadonlySet<string>): Promise<void> {
  for (const month of months) {
    const first = new Date(`${month}-01T00:00:00Z`)
    for (let attempt = 1; ; attempt += 1) {
      try {
        await worker.pool.query('SELECT tenure_ensure_activity_partitions($1::timestamptz, $1::timestamptz)', [first])
        break
      } catch (error) {
        if (attempt === ATTEMPTS) throw error
      }
    }
  }
}
