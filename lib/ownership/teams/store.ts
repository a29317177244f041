import { TenureError } from '#lib/core/errors.ts'
import type { TeamId } from '#lib/core/ids.ts'
import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'

const { sql } = Prisma

export type Team = { id: TeamId; name: string; leadId: string | null; memberIds: string[] }

/** A team with its members, locked until the transaction ends so that lead and members stay together. Throws `not_found`. */
export async function getTeam(tx: Tx, id: TeamId): Promise<Team> {
  const [team] = await tx.$queryRaw<Team[]>(sql`
    SELECT t.id, t.name, t.lead_id AS "leadId", ARRAY(SELECT m.user_id FROM team_member m WHERE m.team_id = t.id ORDER BY m.user_id) AS "memberIds"
      FROM team t WHERE t.id = ${id} FOR UPDATE`)
  if (!team) throw new TenureError('not_found', 'There is no such team')
  return team
}
