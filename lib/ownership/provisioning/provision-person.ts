import { command, type Outcome } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { UserId } from '#lib/core/ids.ts'
import { makesAdmin } from './rules.ts'
import { ProvisionPerson } from './schemas.ts'
import { findDeletedPerson, withFreeAddress } from './store.ts'

/**
 * Takes somebody in whom the directory names. Whom it deleted before is known again under the same id, and stays gone until they are marked as returned
 * (`back`). Throws `conflict` when somebody has the address, `invalid` for the role admin.
 */
export const provisionPerson = command({
  permission: 'ownership.provisionPerson',
  input: ProvisionPerson,
  async run({ tx, now }, { email, name, roles, active }): Promise<Outcome<{ id: UserId; back: boolean }>> {
    if (makesAdmin([], roles)) throw adminRefused()
    const before = await findDeletedPerson(tx, email)
    if (before) {
      const after = await tx.user.update({ where: { id: before.id }, data: { name, roles } })
      const change = { entity: 'user', id: before.id, before: { ...before, provisioned: false }, after: { ...after, provisioned: true } }
      return { output: { id: before.id as UserId, back: true }, changes: change }
    }
    const data = { id: UserId.create(), email, name, roles, active, createdAt: now }
    const after = await withFreeAddress(email, tx.user.create({ data }))
    return { output: { id: data.id, back: false }, changes: { entity: 'user', id: data.id, before: null, after } }
  },
})

/** What is said to a directory that would make somebody an admin. */
export function adminRefused(): TenureError {
  const words = 'A directory does not make admins: the role admin comes with the groups of the sign-in'
  return new TenureError('invalid', words, { fields: { roles: words } })
}
