import { command } from '#lib/command/command.ts'
import { requireActivePeople } from '../store.ts'
import { SetTeamLead } from './schemas.ts'
import { getTeam } from './store.ts'

/** Says who is asked first of a team, and makes them a member; null: nobody in particular. Throws `not_found`, `invalid` for a lead who left. */
export const setTeamLead = command({
  permission: 'ownership.setTeamLead',
  input: SetTeamLead,
  async run({ tx }, { id, leadId }) {
    const before = await getTeam(tx, id)
    if (before.leadId === leadId) return { output: { id }, changes: [] }
    if (leadId) {
      await requireActivePeople(tx, [leadId], 'leadId')
      await tx.teamMember.createMany({ data: [{ teamId: id, userId: leadId }], skipDuplicates: true })
    }
    await tx.team.update({ where: { id }, data: { leadId } })
    const memberIds = leadId && !before.memberIds.includes(leadId) ? [...before.memberIds, leadId].toSorted() : before.memberIds
    return { output: { id }, changes: { entity: 'team', id, before, after: { ...before, leadId, memberIds } } }
  },
})
