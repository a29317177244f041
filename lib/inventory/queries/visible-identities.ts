import type { Actor } from '#lib/core/actor.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { seesEverything } from '#lib/people/permissions.rules.ts'

/** The condition on identities (alias `i`) that leaves this actor what they may see: everything, or what they own. Part of every statement that reads identities. */
export function visibleIdentities(actor: Actor): Prisma.Sql {
  if (seesEverything(actor)) return Prisma.sql`TRUE`
  return actor.kind === 'user' ? Prisma.sql`i.owner_id = ${actor.userId}` : Prisma.sql`FALSE`
}
