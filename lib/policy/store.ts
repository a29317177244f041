import type { Tx } from '#lib/db/client.ts'

/** The version that decides now: the newest. Null when none was ever published, and then everything is denied. */
export async function findCurrentPolicy(tx: Tx) {
  return tx.policyVersion.findFirst({ orderBy: { version: 'desc' } })
}
