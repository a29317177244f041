import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { PrivilegeById } from '../schemas.ts'
import { getPrivilege } from '../store.ts'

/** Takes a privilege out of the catalogue: nobody can request it any more. Leases that run keep their end. Throws `conflict` when it is not offered. */
export const withdrawPrivilege = command({
  permission: 'systems.withdrawPrivilege',
  input: PrivilegeById,
  async run({ tx }, { id }) {
    const before = await getPrivilege(tx, id)
    const [after] = await tx.privilege.updateManyAndReturn({ where: { id, offered: true }, data: { offered: false } })
    if (!after) throw new TenureError('conflict', 'This privilege is not in the catalogue')
    return { output: { id }, changes: { entity: 'privilege', id, before, after } }
  },
})
