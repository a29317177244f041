import type { Db, Tx } from './client.ts'
import { Prisma } from './generated/client.ts'

const ATTEMPTS = 5

/** True when PostgreSQL gave the transaction up only because of others (40001 serialization failure, 40P01 deadlock): it may be run again as it was. */
function mayBeRepeated(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false
  return error.code === 'P2034' || /\b(40001|40P01)\b/.test(`${error.message} ${JSON.stringify(error.meta ?? {})}`)
}

/** Runs `work` in one transaction and repeats it, at most five times, when another transaction was in its way. `work` must have no other effects. */
export async function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>, options: { timeoutMs?: number } = {}): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.$transaction(work, { timeout: options.timeoutMs ?? 15_000, maxWait: 10_000 })
    } catch (error) {
      if (attempt === ATTEMPTS || !mayBeRepeated(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt))
    }
  }
}
