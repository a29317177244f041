import type { Tx } from '#lib/db/client.ts'

/** Makes a temporary table cheap to look up by id, and known to the planner: it may take the rows of this transaction for few and loop over them. */
export async function indexMerged(tx: Tx, table: 'merged_identity' | 'merged_credential' | 'merged_entitlement'): Promise<void> {
  await tx.$executeRawUnsafe(`CREATE INDEX ON ${table} USING hash (id)`)
  await tx.$executeRawUnsafe(`ANALYZE ${table} (id)`)
}
