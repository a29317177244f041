import { command, type Outcome } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import type { UserId } from '#lib/core/ids.ts'
import { adminRefused } from './provision-person.ts'
import { makesAdmin } from './rules.ts'
import { ChangePerson } from './schemas.ts'
import { getKnownPerson, withFreeAddress } from './store.ts'

/**
 * Takes over what the directory says of a person: address, name, roles. What is as before leaves no audit entry. Throws `not_found`, `conflict` when the
 * version is another (field `version`) or the address is taken (field `email`), `invalid` when it would make them an admin.
 */
export const changePerson = command({
  permission: 'ownership.changePerson',
  input: ChangePerson,
  async run({ tx }, { id, version, email, name, roles }): Promise<Outcome<{ id: UserId }>> {
    const { person: before, version: current } = await getKnownPerson(tx, id)
    if (version !== undefined && version !== current)
      throw new TenureError('conflict', 'Somebody changed this person meanwhile: read them again', { fields: { version: 'There is a newer one' } })
    if (roles && makesAdmin(before.roles, roles)) throw adminRefused()
    const said = { email: email ?? before.email, name: name ?? before.name, roles: roles ?? before.roles }
    if (said.email === before.email && said.name === before.name && said.roles.toSorted().join() === before.roles.toSorted().join())
      return { output: { id }, changes: [] }
    const after = await withFreeAddress(said.email, tx.user.update({ where: { id }, data: said }))
    return { output: { id }, changes: { entity: 'user', id, before, after } }
  },
})
