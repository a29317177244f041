import { z } from 'zod'
import { query } from '#lib/command/query.ts'
import { TenureError } from '#lib/core/errors.ts'
import type { TeamId, UserId } from '#lib/core/ids.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { mayChangeMembers } from './rules.ts'
import { TeamById } from './schemas.ts'

const { sql } = Prisma

export type TeamRow = {
  id: TeamId
  name: string
  lead: { id: UserId; name: string; active: boolean } | null
  members: number
  systems: number
  sample: boolean
}

/** All teams by name, with who leads them and how many people and systems they have. Whoever has a role sees which teams there are. */
export const listTeams = query({
  permission: 'ownership.readTeams',
  input: z.object({}),
  async run({ pool }): Promise<TeamRow[]> {
    const { rows } = await pool.query<TeamRow>(sql`
      SELECT t.id, t.name, t.sample, CASE WHEN u.id IS NOT NULL THEN jsonb_build_object('id', u.id, 'name', u.name, 'active', u.active) END AS lead,
             (SELECT count(*) FROM team_member m WHERE m.team_id = t.id)::int AS members, (SELECT count(*) FROM system s WHERE s.team_id = t.id)::int AS systems
        FROM team t LEFT JOIN app_user u ON u.id = t.lead_id ORDER BY t.name, t.id LIMIT 1000`)
    return rows
  },
})

export type TeamPage = Omit<TeamRow, 'members' | 'systems'> & {
  members: { id: UserId; name: string; email: string; active: boolean }[]
  systems: { id: string; name: string }[]
  may: { changeMembers: boolean }
}

/** A team with its people and the systems that fall to it. Throws `not_found`. */
export const showTeam = query({
  permission: 'ownership.readTeams',
  input: TeamById,
  async run({ db, actor }, { id }): Promise<TeamPage> {
    const person = { select: { id: true, name: true, email: true, active: true } }
    const team = await db.team.findUnique({
      where: { id },
      select: {
        id: true,
        name: true,
        sample: true,
        lead: { select: { id: true, name: true, active: true } },
        members: { select: { user: person }, orderBy: { user: { name: 'asc' } } },
        systems: { select: { id: true, name: true }, orderBy: { name: 'asc' } },
      },
    })
    if (!team) throw new TenureError('not_found', 'There is no such team')
    const lead = team.lead as TeamPage['lead']
    return {
      ...team,
      id,
      lead,
      members: team.members.map(({ user }) => ({ ...user, id: user.id as UserId })),
      may: { changeMembers: mayChangeMembers(actor, { leadId: lead?.id ?? null }) },
    }
  },
})
