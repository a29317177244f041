import type { Pool } from '#lib/db/pool.ts'

const ATTEMPTS = 3

/**
 * Makes the partitions of activity from the month of one instant to the month of another, where there are none. Never inside a long transaction: making
 * one locks the whole table. Another worker may make the same one at the same moment; then it is there at the next attempt.
 */
export async function ensureActivityMonths(pool: Pool, first: Date, last: Date): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await pool.query('SELECT tenure_ensure_activity_partitions($1::timestamptz, $2::timestamptz)', [first, last])
      return
    } catch (error) {
      if (attempt === ATTEMPTS) throw error
    }
  }
}
