import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import type { Fact } from './schemas.ts'

/** Appends what was done and observed on the target. Facts are never changed. */
export async function recordFacts(tx: Tx, offboardingId: string, facts: readonly Fact[], at: Date): Promise<void> {
  if (facts.length === 0) return
  await tx.offboardingFact.createMany({
    data: facts.map((fact) => ({ offboardingId, at, kind: fact.kind, ok: fact.ok, detail: fact.detail as Prisma.InputJsonObject })),
  })
}
