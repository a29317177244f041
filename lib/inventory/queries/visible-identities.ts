import type { Actor } from '#lib/core/actor.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { seesEverything } from '#lib/people/permissions.rules.ts'

const { sql } = Prisma

/**
 * The condition on identities (alias `i`) that leaves this actor what they may see: everything, or what they own, back up, sponsor, or answer for with
 * a team. Part of every statement that reads identities. Each arm has its index, and the planner knows how few rows the stable functions mean.
 */
export function visibleIdentities(actor: Actor): Prisma.Sql {
  if (seesEverything(actor)) return sql`TRUE`
  if (actor.kind !== 'user') return sql`FALSE`
  const me = actor.userId
  return sql`(i.owner_id = ${me} OR i.backup_ids @> ARRAY[${me}] OR i.sponsor_id = ${me} OR ${ofTeams(sql`tenure_teams_of(${me})`)})`
}

/** The condition on identities (alias `i`) that fall to one of these teams (a `text[]`): by a team of their own, or where they have none by their system's. */
export function ofTeams(teams: Prisma.Sql): Prisma.Sql {
  return sql`(i.team_id = ANY (${teams}) OR (i.team_id IS NULL AND i.system_id = ANY (tenure_systems_of(${teams}))))`
}
