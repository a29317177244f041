import type { Context } from '#lib/command/context.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { seesEverything } from '#lib/people/permissions.rules.ts'

const { sql } = Prisma

/** What a system holds now: without what has vanished. */
export type Held = { identities: number; credentials: number; entitlements: number }

/** Counts what systems hold, for those whose last run does not say it, and for somebody who sees only the identities that they have to do with. */
export async function countHeld({ pool, actor }: Context, systemIds: readonly string[]): Promise<(systemId: string) => Held> {
  if (systemIds.length === 0) return () => NOTHING
  const me = actor.kind === 'user' ? actor.userId : ''
  const teams = sql`tenure_teams_of(${me})`
  const mine = seesEverything(actor)
    ? sql`true`
    : sql`(i.owner_id = ${me} OR i.backup_ids @> ARRAY[${me}] OR i.sponsor_id = ${me} OR i.team_id = ANY (${teams}) OR (i.team_id IS NULL AND i.system_id = ANY (tenure_systems_of(${teams}))))`
  const { rows } = await pool.query<Held & { systemId: string }>(sql`
    SELECT i.system_id AS "systemId", count(*)::int AS identities, coalesce(sum(c.count), 0)::int AS credentials, coalesce(sum(e.count), 0)::int AS entitlements
      FROM identity i
      LEFT JOIN LATERAL (SELECT count(*) FROM credential WHERE identity_id = i.id AND vanished_at IS NULL) c ON true
      LEFT JOIN LATERAL (SELECT count(*) FROM entitlement WHERE identity_id = i.id AND vanished_at IS NULL) e ON true
     WHERE i.system_id = ANY(${[...systemIds]}::text[]) AND i.vanished_at IS NULL AND ${mine}
     GROUP BY i.system_id`)
  const bySystem = new Map(rows.map(({ systemId, ...held }) => [systemId, held]))
  return (systemId) => bySystem.get(systemId) ?? NOTHING
}

const NOTHING: Held = { identities: 0, credentials: 0, entitlements: 0 }
