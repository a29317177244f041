import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { TeamId } from '#lib/core/ids.ts'
import { requireActivePeople } from '../store.ts'
import { CreateTeam } from './schemas.ts'

/** Makes a team; its lead is a member too. Throws `invalid` for a lead who left, `conflict` when the name is taken. */
export const createTeam = command({
  permission: 'ownership.createTeam',
  input: CreateTeam,
  async run({ tx, now }, { name, leadId, memberIds }) {
    const members = [...new Set([...(leadId ? [leadId] : []), ...memberIds])]
    await requireActivePeople(tx, members, 'memberIds')
    const team = { id: TeamId.create(), name, leadId, createdAt: now }
    const { count } = await tx.team.createMany({ data: [team], skipDuplicates: true })
    if (count === 0) throw new TenureError('conflict', `There is a team named ${name} already`, { fields: { name: 'Choose another name: this one is taken' } })
    await tx.teamMember.createMany({ data: members.map((userId) => ({ teamId: team.id, userId })) })
    return { output: { id: team.id }, changes: { entity: 'team', id: team.id, before: null, after: { ...team, memberIds: members } } }
  },
})
