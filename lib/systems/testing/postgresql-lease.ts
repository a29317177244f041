import type { Connection, LeaseAccount, MintOrder, StepFacts } from '#lib/systems/driver.ts'
import { mintingDriverFor } from '#lib/systems/registry.ts'
import { anOrderFor } from './conformance-target.ts'

export const postgresql = mintingDriverFor('postgresql')

/** An order for a lease of ten minutes on a group role. */
export function anOrder(privilege = 'app_reader'): MintOrder {
  return anOrderFor({ driver: postgresql, privilege })
}

/** All steps of a revocation in their order, with what each found. */
export async function revokeAll(connection: Connection, account: LeaseAccount): Promise<StepFacts[]> {
  const facts: StepFacts[] = []
  for (const step of postgresql.revocation) facts.push(await step.run(connection, account))
  return facts
}
