import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import { PersonById } from './schemas.ts'
import { getKnownPerson } from './store.ts'

/** Records that the directory deleted somebody: it does not find them any more, and their address is free for it. Throws `not_found`, and `conflict` for who is still active: mark them as gone first. */
export const deprovisionPerson = command({
  permission: 'ownership.deprovisionPerson',
  input: PersonById,
  async run({ tx }, { id }) {
    const { person } = await getKnownPerson(tx, id)
    if (person.active) throw new TenureError('conflict', `${person.name} is active: mark them as gone first`)
    return {
      output: { id },
      changes: { entity: 'user', id, before: { provisioned: true }, after: { provisioned: false } },
      reason: 'The company directory deleted them',
    }
  },
})
