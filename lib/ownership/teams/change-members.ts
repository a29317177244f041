import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { requireActivePeople } from '../store.ts'
import { mayChangeMembers } from './rules.ts'
import { ChangeMembers } from './schemas.ts'
import { getTeam } from './store.ts'

/** Takes people into a team and out of it, at once. Throws `forbidden` to anybody but an admin and its lead, `conflict` for taking the lead out, `invalid` for somebody who left. */
export const changeMembers = command({
  permission: 'ownership.changeMembers',
  input: ChangeMembers,
  async run({ tx, actor }, { id, add, remove }) {
    const before = await getTeam(tx, id)
    if (!mayChangeMembers(actor, before)) throw new TenureError('forbidden', 'Only its lead or an admin says who is of a team')
    if (before.leadId && remove.some((userId) => userId === before.leadId))
      throw new TenureError('conflict', 'This is the lead of the team: choose another lead first', { fields: { remove: 'Choose another lead first' } })
    const added = add.filter((userId) => !before.memberIds.includes(userId))
    const removed = remove.filter((userId) => before.memberIds.includes(userId))
    if (added.length + removed.length === 0) return { output: { id, added: 0, removed: 0 }, changes: [] }
    await requireActivePeople(tx, added, 'memberIds')
    await tx.teamMember.createMany({ data: added.map((userId) => ({ teamId: id, userId })), skipDuplicates: true })
    await tx.teamMember.deleteMany({ where: { teamId: id, userId: { in: removed } } })
    const memberIds = [...before.memberIds, ...added].filter((userId) => !removed.some((gone) => gone === userId)).toSorted()
    return {
      output: { id, added: added.length, removed: removed.length },
      changes: { entity: 'team', id, before, after: { ...before, memberIds } },
    }
  },
})
