import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { RenameTeam } from './schemas.ts'
import { getTeam } from './store.ts'

/** Gives a team another name. Throws `not_found`, `conflict` when the name is taken. */
export const renameTeam = command({
  permission: 'ownership.renameTeam',
  input: RenameTeam,
  async run({ tx }, { id, name }) {
    const before = await getTeam(tx, id)
    if (before.name === name) return { output: { id }, changes: [] }
    const taken = await tx.team.findUnique({ where: { name }, select: { id: true } })
    if (taken) throw new TenureError('conflict', `There is a team named ${name} already`, { fields: { name: 'Choose another name: this one is taken' } })
    await tx.team.update({ where: { id }, data: { name } })
    return { output: { id }, changes: { entity: 'team', id, before, after: { ...before, name } } }
  },
})
